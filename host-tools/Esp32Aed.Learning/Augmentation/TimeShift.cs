using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>Leaves out the start of a recording, at most its first half, so that frames fall elsewhere on its sounds.</summary>
public sealed record TimeShift : AugmentationPart
{
    /// <inheritdoc/>
    public override string Name => "time-shift";

    /// <summary>How much is left out, seconds.</summary>
    public DrawRange Seconds
    {
        get;
        init => field = value.Within(0, 3600, nameof(Seconds));
    }

    = new(0, 0.128);

    internal override Take Apply(Take take, SynthRandom random, IReadOnlyList<short[]> backgrounds) =>
        take.Without((int)Math.Min(Math.Round(Seconds.Draw(random) * take.SampleRate), take.Sound.Length / 2));
}
