using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Clips;

/// <summary>A clip as the firmware's judge hears it.</summary>
internal static class JudgedClip
{
    /// <summary>The statistics of a clip's features, Q10; see <see cref="ClipStatistics"/>.</summary>
    public static int[] Statistics(Model model, FeatureTrack track)
    {
        var statistics = new ClipStatistics(model.FrontEnd);
        Play(model, track, statistics.Hear);
        statistics.Conclude();
        return statistics.Values;
    }

    /// <summary>The judge's logits, Q8; one a class.</summary>
    public static int[] Logits(Model model, FeatureTrack track)
    {
        var judge = new ClipJudge(model);
        Play(model, track, judge.Hear);
        judge.Judge();
        return judge.Logits;
    }

    private static void Play(Model model, FeatureTrack track, Action<long[], int> hear)
    {
        var quantiser = new FeatureQuantiser(model.FeatureScale);
        var input = new long[track.FeatureCount];
        var frame = new int[track.FeatureCount];
        var loudness = model.FrontEnd.ValueCount + model.FrontEnd.PositiveParts;
        for (var t = 0; t < track.Frames - model.LookAhead; t++)
        {
            Array.Copy(track.Values, t * track.FeatureCount, frame, 0, track.FeatureCount);
            quantiser.Apply(frame, input);
            hear(input, frame[loudness]);
        }
    }
}
