using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>Plays a recording faster or slower: its pitch goes with it.</summary>
public sealed record SpeedChange : AugmentationPart
{
    /// <inheritdoc/>
    public override string Name => "speed";

    /// <summary>Old length by new length, 0.5 to 2; it is rounded to 1/256.</summary>
    public DrawRange Factor
    {
        get;
        init => field = value.Within(0.5, 2, nameof(Factor));
    }

    = new(0.9, 1.1);

    internal override Take Apply(Take take, SynthRandom random, IReadOnlyList<short[]> backgrounds)
    {
        var reader = new SpeedReader(Factor.Draw(random));
        return take.Slowed(reader.Read(take.Sound, (int)Math.Round(take.Sound.Length / reader.Speed)), 1 / reader.Speed);
    }
}
