using Esp32Aed.Rates;
using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests.Rates;

/// <summary>
/// The same for rates that are corrected by recall and false alarms, whose own counts are drawn anew for each run. False alarms among regular
/// events make their gaps look more random than their count is: then the interval is a little wide.
/// </summary>
public sealed class CorrectionCoverageTests
{
    [Theory]
    [InlineData(0.2, 240, 0.89, 683, 0.05, 20)]
    [InlineData(0.5, 120, 0.9, 100, 0.5, 60)]
    [InlineData(1, 60, 0.8, 60, 0.3, 30)]
    [InlineData(5, 30, 0.89, 683, 3.9, 19)]
    [InlineData(12, 60, 0.6, 60, 1, 10)]
    [InlineData(60, 10, 0.95, 200, 2, 10)]
    [InlineData(60, 60, 0.7, 40, 0.5, 30)]
    public void Random_and_regular_events(double rate, double minutes, double recall, int labelled, double falseAlarms, double quietMinutes)
    {
        foreach (var jitter in new double?[] { null, 0.1, 0.3 })
        {
            Simulation.Covers(
                $"corrected, jitter {jitter?.ToString() ?? "-"}, {rate}/min, {minutes} min, recall {recall} of {labelled}, {falseAlarms} false/min in {quietMinutes} min",
                rate,
                random => Corrected(random, rate, 60 * minutes, recall, labelled, falseAlarms, quietMinutes, jitter),
                most: jitter is null ? 0.97 : 0.985);
        }
    }

    private static RateEstimate? Corrected(
        SynthRandom random, double rate, double seconds, double recall, int labelled, double falseAlarms, double quietMinutes, double? jitter)
    {
        var found = Simulation.Onsets(random, rate, seconds, jitter).Where(_ => random.Chance(recall)).ToList();
        found.AddRange(Simulation.Onsets(random, falseAlarms, seconds, jitter: null));
        var matched = Enumerable.Range(0, labelled).Count(_ => random.Chance(recall));
        var validation = new ClassValidation("x", labelled, matched, Simulation.Poisson(random, falseAlarms * quietMinutes), quietMinutes);
        return RateCorrection.Correct(EventRate.FromOnsets(found, seconds), validation);
    }
}
