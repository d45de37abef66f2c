using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Mixing;

/// <summary>A recording of sounds that are not to be counted.</summary>
/// <param name="Sound">Samples, in units of a 16-bit sample.</param>
/// <param name="Events">Where they are, when it has a label track; else empty.</param>
/// <param name="SampleRate">Samples a second.</param>
internal sealed record DistractorSound(double[] Sound, IReadOnlyList<LabelledEvent> Events, int SampleRate)
{
    private const double ShortestSeconds = 0.25;
    private const double LongestSeconds = 1.5;
    private const double MarginSeconds = 0.03;
    private const double FadeSeconds = 0.01;

    /// <summary>One labelled event, at most 1.5 s of it; a piece of 0.25 to 1.5 s from anywhere where there are no labels.</summary>
    public double[] Draw(SynthRandom random)
    {
        double from, until;
        if (Events.Count > 0)
        {
            var drawn = Events[random.Integer(0, Events.Count - 1)];
            (from, until) = (drawn.Onset - MarginSeconds, Math.Min(drawn.Offset, drawn.Onset + LongestSeconds) + MarginSeconds);
        }
        else
        {
            var length = random.Uniform(ShortestSeconds, LongestSeconds);
            from = random.Uniform(0, Math.Max(0, ((double)Sound.Length / SampleRate) - length));
            until = from + length;
        }

        return Piece.Faded(Sound[Sample(from)..Sample(until)], (int)(FadeSeconds * SampleRate));
    }

    private int Sample(double seconds) => (int)Math.Clamp(Math.Round(seconds * SampleRate), 0, Sound.Length);
}
