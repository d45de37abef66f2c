using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>A recording on its way through the augmentations: not rounded and not clipped until the last.</summary>
/// <param name="Sound">Samples, in units of a 16-bit sample. Never changed in place.</param>
/// <param name="Events">What is to be heard in it.</param>
/// <param name="SampleRate">Samples in a second.</param>
internal sealed record Take(double[] Sound, IReadOnlyList<LabelledEvent> Events, int SampleRate)
{
    /// <summary>Another sound of which every moment came so many times later.</summary>
    public Take Slowed(double[] sound, double factor) =>
        this with { Sound = sound, Events = [.. Events.Select(e => e with { Onset = e.Onset * factor, Offset = e.Offset * factor })] };

    /// <summary>Length.</summary>
    public double Seconds => (double)Sound.Length / SampleRate;

    /// <summary>With its events cut at its end; those that begin there or later are gone.</summary>
    public Take CutEvents() =>
        this with { Events = [.. Events.Where(e => e.Onset < Seconds).Select(e => e with { Offset = Math.Min(e.Offset, Seconds) })] };

    /// <summary>Without its first samples. An event that began in them keeps its onset, which is now negative; one that ended there is gone.</summary>
    public Take Without(int samples)
    {
        var seconds = (double)samples / SampleRate;
        return this with
        {
            Sound = Sound[samples..],
            Events = [.. Events.Select(e => e with { Onset = e.Onset - seconds, Offset = e.Offset - seconds }).Where(e => e.Onset >= 0 || e.Offset > 0)],
        };
    }

    /// <summary>The labelled spans in samples, joined where they overlap; all of it where there are none.</summary>
    public IReadOnlyList<(int Onset, int End)> Spans()
    {
        var spans = new List<(int Onset, int End)>();
        var free = 0;
        foreach (var labelled in Events.OrderBy(e => e.Onset))
        {
            var onset = Math.Max(free, Sample(labelled.Onset));
            var end = Sample(labelled.Offset);
            if (onset < end)
            {
                spans.Add((onset, end));
                free = end;
            }
        }

        return spans.Count > 0 ? spans : [(0, Sound.Length)];
    }

    private int Sample(double seconds) => (int)Math.Clamp(Math.Round(seconds * SampleRate), 0, Sound.Length);
}
