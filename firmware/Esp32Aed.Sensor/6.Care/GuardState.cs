using System;

namespace Esp32Aed.Sensor;

/// <summary>What <see cref="BootGuard"/> remembers. Bytes: version, crashes, short starts, phase, session crash, probation, pauses, spare; then 4 note, 4 safe seconds.</summary>
internal sealed class GuardState
{
    /// <summary>Phase: a start from cold that is not a minute old.</summary>
    public const int Young = 0;

    /// <summary>Phase: a start that has lasted, or has slept.</summary>
    public const int Settled = 1;

    /// <summary>Phase: a restart was wanted.</summary>
    public const int Restarting = 2;

    private const int Version = 1;
    private const int Length = 16;
    private const int MostCounted = 255;

    private int crashes;
    private int shortStarts;
    private int pauses;

    /// <summary>Crashes in a row.</summary>
    public int Crashes
    {
        get => crashes;
        set => crashes = value < MostCounted ? value : MostCounted;
    }

    /// <summary>Starts in a row that lost power within a minute.</summary>
    public int ShortStarts
    {
        get => shortStarts;
        set => shortStarts = value < MostCounted ? value : MostCounted;
    }

    /// <summary>See the constants.</summary>
    public int Phase { get; set; }

    /// <summary>A crash happened in a session: only a session that went well clears it.</summary>
    public bool HasSessionCrash { get; set; }

    /// <summary>Safe mode is left on probation.</summary>
    public bool IsOnProbation { get; set; }

    /// <summary>Pauses made in safe mode.</summary>
    public int Pauses
    {
        get => pauses;
        set => pauses = value < MostCounted ? value : MostCounted;
    }

    /// <summary>Number of the last crash note that was counted.</summary>
    public int CountedNote { get; set; }

    /// <summary>Seconds of pauses since safe mode began, or since the last probation.</summary>
    public int SafeSeconds { get; set; }

    /// <summary>Nothing counts, and the phase is that of a start from sleep.</summary>
    public bool IsQuiet => Phase == Settled && Crashes == 0 && ShortStarts == 0 && !HasSessionCrash && !IsOnProbation;

    /// <summary>Reads a state; null where it is none.</summary>
    public static GuardState Read(byte[] bytes)
    {
        if (bytes == null || bytes.Length != Length || bytes[0] != Version)
        {
            return null;
        }

        return new GuardState
        {
            Crashes = bytes[1],
            ShortStarts = bytes[2],
            Phase = bytes[3],
            HasSessionCrash = bytes[4] != 0,
            IsOnProbation = bytes[5] != 0,
            Pauses = bytes[6],
            CountedNote = BitConverter.ToInt32(bytes, 8),
            SafeSeconds = BitConverter.ToInt32(bytes, 12),
        };
    }

    /// <summary>The state as bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        bytes[0] = Version;
        bytes[1] = (byte)Crashes;
        bytes[2] = (byte)ShortStarts;
        bytes[3] = (byte)Phase;
        bytes[4] = (byte)(HasSessionCrash ? 1 : 0);
        bytes[5] = (byte)(IsOnProbation ? 1 : 0);
        bytes[6] = (byte)Pauses;
        Array.Copy(BitConverter.GetBytes(CountedNote), 0, bytes, 8, 4);
        Array.Copy(BitConverter.GetBytes(SafeSeconds), 0, bytes, 12, 4);
        return bytes;
    }

    /// <summary>All is well: nothing counts any more.</summary>
    public void Clear()
    {
        Crashes = 0;
        ShortStarts = 0;
        HasSessionCrash = false;
        IsOnProbation = false;
        Pauses = 0;
        SafeSeconds = 0;
    }
}
