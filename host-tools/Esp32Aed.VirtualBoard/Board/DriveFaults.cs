namespace Esp32Aed.VirtualBoard;

/// <summary>What the program asks of the drive.</summary>
public enum DriveCallKind
{
    /// <summary>An existing file is opened; reading it whole opens it too.</summary>
    Open,

    /// <summary>Bytes are read.</summary>
    Read,

    /// <summary>A file is made, or emptied.</summary>
    Create,

    /// <summary>Bytes are written.</summary>
    Write,

    /// <summary>A file is cut off or lengthened.</summary>
    SetLength,

    /// <summary>A file is deleted.</summary>
    Delete,

    /// <summary>A file gets another name.</summary>
    Move,
}

/// <summary>How a call goes wrong; the program sees an <see cref="IOException"/>.</summary>
public enum DriveFault
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Nothing was done.</summary>
    Before,

    /// <summary>Of a write half the bytes arrived; of anything else nothing.</summary>
    Middle,

    /// <summary>All was done, and yet the call fails.</summary>
    After,
}

/// <summary>A call to the drive.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Bytes to write or read, or 0.</param>
public readonly record struct DriveCall(DriveCallKind Kind, string Path, int Bytes);

/// <summary>
/// Faults of a drive, chosen by the caller: there is no chance in here. A change of the flash is counted in steps: a byte written is
/// one, making, emptying, cutting off, deleting or renaming a file is one.
/// </summary>
public sealed class DriveFaults
{
    /// <summary>Says for each call how it goes wrong.</summary>
    public Func<DriveCall, DriveFault>? Fault { get; set; }

    /// <summary>Steps after which the power is cut: so many more are done, the next is not, and the board is off. Null for never.</summary>
    public long? StepsToPowerCut { get; set; }

    /// <summary>Steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>Calls that went wrong.</summary>
    public long Faults { get; private set; }

    internal DriveFault Of(DriveCall call)
    {
        var fault = Fault?.Invoke(call) ?? DriveFault.None;
        if (fault != DriveFault.None)
        {
            Faults++;
        }

        return fault;
    }

    /// <summary>Steps that are done of a number of them.</summary>
    internal int Take(int steps)
    {
        var taken = (int)Math.Min(steps, StepsToPowerCut ?? steps);
        StepsToPowerCut -= taken;
        Steps += taken;
        return taken;
    }
}
