using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Mixing;

/// <summary>A recording of isolated events.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Group">Its origin: recordings of one origin share it.</param>
/// <param name="Whole">The sound with its events in order of onset, at least one.</param>
internal sealed record EventSound(string Path, string Group, Take Whole)
{
    private const int LongestRun = 4;
    private const double MostSeconds = 2.5;
    private const double MarginSeconds = 0.03;
    private const double FadeSeconds = 0.01;

    private static readonly SpeedChange Speed = new() { Factor = new(0.89, 1.13) };

    /// <summary>
    /// One to four consecutive events with their own spacing (one, where they would last longer than 2.5 s), 30 ms more on both sides, faded over 10 ms;
    /// every second run is played up to an eighth faster or slower.
    /// </summary>
    public Take DrawRun(SynthRandom random)
    {
        var events = Whole.Events;
        var first = random.Integer(0, events.Count - 1);
        var count = Math.Min(random.Integer(1, LongestRun), events.Count - first);
        if (events[first + count - 1].Offset - events[first].Onset > MostSeconds)
        {
            count = 1;
        }

        LabelledEvent[] run = [.. events.Skip(first).Take(count)];
        var from = Sample(run[0].Onset - MarginSeconds);
        var until = Sample(run.Max(e => e.Offset) + MarginSeconds);
        var start = (double)from / Whole.SampleRate;
        var cut = new Take(
            Piece.Faded(Whole.Sound[from..until], (int)(FadeSeconds * Whole.SampleRate)),
            [.. run.Select(e => e with { Onset = e.Onset - start, Offset = e.Offset - start })],
            Whole.SampleRate);
        return random.Chance(0.5) ? Speed.Apply(cut, random, []) : cut;
    }

    private int Sample(double seconds) => (int)Math.Clamp(Math.Round(seconds * Whole.SampleRate), 0, Whole.Sound.Length);
}
