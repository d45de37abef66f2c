using Esp32Aed.Rates;
using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests.Rates;

/// <summary>
/// The same for the beat, with missed beats and false ones that nobody knows of. Jitter of 20 % hides some of the false ones: then 90 % is asked for.
/// </summary>
public sealed class BeatCoverageTests
{
    [Theory]
    [InlineData(0.2, 120)]
    [InlineData(1, 30)]
    [InlineData(12, 5)]
    [InlineData(60, 2)]
    public void Beats_missed_and_false(double rate, double minutes)
    {
        foreach (var (missed, wrong) in new[] { (0, 0), (0.1, 0), (0, 0.05), (0.1, 0.05) })
        {
            foreach (var jitter in new[] { 0.05, 0.2 })
            {
                var coverage = Simulation.Coverage($"beat, jitter {jitter}, {rate}/min, {minutes} min, {missed:P0} missed, {wrong:P0} false", rate, random =>
                    BeatRate.FromOnsets(Heard(random, rate, 60 * minutes, jitter, missed, wrong)));
                Assert.InRange(coverage, jitter > 0.1 && wrong > 0 ? 0.9 : 0.93, 0.97);
            }
        }
    }

    internal static IEnumerable<double> Heard(SynthRandom random, double rate, double seconds, double jitter, double missed, double wrong)
    {
        var beats = Simulation.Onsets(random, rate, seconds, jitter).Where(_ => !random.Chance(missed)).ToList();
        return wrong == 0 ? beats : beats.Concat(Simulation.Onsets(random, rate * wrong, seconds, jitter: null));
    }
}
