using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>Puts a room between the recording and the microphone: early reflections and a decaying tail. Onsets stay; labels do not include the tail.</summary>
public sealed record RoomEcho : AugmentationPart
{
    // Below this, rooms are the smaller the sooner they decay.
    private const double LargeRoomDecaySeconds = 0.3;

    /// <inheritdoc/>
    public override string Name => "room";

    /// <summary>Reverberation time (decay by 60 dB), seconds; drawn on a logarithmic scale.</summary>
    public DrawRange DecaySeconds
    {
        get;
        init => field = value.Within(0.01, 5, nameof(DecaySeconds));
    }

    = new(0.05, 0.4);

    /// <summary>Level of the tail's first echoes against the direct sound, dB.</summary>
    public DrawRange TailDecibels
    {
        get;
        init => field = value.Within(-96, 0, nameof(TailDecibels));
    }

    = new(-26, -12);

    internal override Take Apply(Take take, SynthRandom random, IReadOnlyList<short[]> backgrounds)
    {
        var decay = DecaySeconds.DrawLog(random);
        var room = new Room(random, take.SampleRate, decay, Level.ToFactor(TailDecibels.Draw(random)), Math.Min(decay / LargeRoomDecaySeconds, 1));
        var heard = room.Hear(take.Sound);
        Array.Resize(ref heard, take.Sound.Length);
        return take with { Sound = heard };
    }
}
