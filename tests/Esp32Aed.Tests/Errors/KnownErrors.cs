using Esp32Aed.Learning;
using Esp32Aed.Learning.Errors;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Tests.Errors;

/// <summary>
/// A soundscape labelled by what the model finds in it, but for every third event, whose label was forgotten; and with two labels where nothing
/// is to be heard. So every error is known.
/// </summary>
internal static class KnownErrors
{
    public static readonly TrainingRecording Sound = SynthTraining.HeldOut[0];
    public static readonly IReadOnlyList<FoundEvent> Found = Recordings.Detect(SynthTraining.Trained.Model, Sound.Samples);
    public static readonly IReadOnlyList<FoundEvent> Forgotten = [.. Found.Where((_, i) => i % 3 == 0)];
    public static readonly IReadOnlyList<LabelledEvent> Invented = [.. Quiet().Take(2).Select(onset => new LabelledEvent(onset, onset + 0.1, SynthTraining.Labels[0]))];

    public static readonly TrainingRecording Recording = Sound with
    {
        Events = [.. Found.Except(Forgotten).Select(e => e.ToLabel()).Concat(Invented).OrderBy(e => e.Onset)],
    };

    public static ErrorSearch Search(int most, params IEnumerable<TrainingRecording> recordings)
    {
        var search = new ErrorSearch(SynthTraining.Trained.Model, SynthTraining.Labels, most);
        foreach (var recording in recordings)
        {
            search.Add(recording, CancellationToken.None);
        }

        return search;
    }

    private static IEnumerable<double> Quiet() =>
        Enumerable.Range(2, 74).Select(half => half / 2.0).Where(time => Found.All(e => Math.Abs(e.Onset - time) > 0.5));
}
