namespace Esp32Aed.VirtualBoard;

/// <summary>How a virtual board is built.</summary>
public sealed record BoardOptions
{
    /// <summary>Folder that stands for drive <c>I:</c>, where <see cref="Drive"/> is null.</summary>
    public string DriveFolder { get; init; } = "";

    /// <summary>Files of drive <c>I:</c>, or null for those of <see cref="DriveFolder"/>.</summary>
    public DriveFiles? Drive { get; init; }

    /// <summary>How the drive goes wrong.</summary>
    public DriveFaults DriveFaults { get; init; } = new();

    /// <summary>Bytes the drive holds; that of a board with 4 MB of flash has 262,144.</summary>
    public int DriveBytes { get; init; } = int.MaxValue;

    /// <summary>What its microphone hears.</summary>
    public required BoardSound Sound { get; init; }

    /// <summary>Slot the microphone speaks in: 0 for the one that comes first in <c>RightLeft</c>, or 1.</summary>
    public int MicrophoneSlot { get; init; }

    /// <summary>Time passes as in the world, instead of as fast as the program can take it.</summary>
    public bool RealTime { get; init; }

    /// <summary>
    /// Time the processor takes for each frame of the detection chain, in microseconds, by the frame's number from 0; it does nothing
    /// else meanwhile. Null for a processor that takes none.
    /// </summary>
    public Func<long, int>? MicrosecondsPerFrame { get; init; }

    /// <summary>How much faster the I2S clock runs than the timer, in millionths.</summary>
    public int I2sDriftPpm { get; init; }

    /// <summary>The true time at the moment of switching on (UTC); the board knows it once the network has told it.</summary>
    public DateTime SwitchedOnAt { get; init; } = DateTime.UtcNow;

    /// <summary>The board's clock chip; null for one that has just got power.</summary>
    public BoardRtc? Rtc { get; init; }

    /// <summary>The board's configuration block; null for one that <c>nanoff</c> has just written.</summary>
    public BoardConfiguration? Configuration { get; init; }

    /// <summary>The board was woken from deep sleep by its timer, instead of switched on.</summary>
    public bool IsWakeUp { get; init; }

    /// <summary>Voltage at the pins that measure one, mV.</summary>
    public int PinMillivolts { get; init; } = 1950;

    /// <summary>
    /// What the detection chain is to have heard in each frame, by the frame's number from 0, instead of listening: the number of events of the first
    /// class. Null for a chain that listens.
    /// </summary>
    public Func<long, int>? Heard { get; init; }

    /// <summary>Faults of the network, or null for none.</summary>
    public INetworkFaults? NetworkFaults { get; init; }

    /// <summary>Gets each line the program prints, from its own thread.</summary>
    public Action<string>? Printed { get; init; }

    /// <summary>Gets each confirmed message, from the thread that sent it.</summary>
    public Action<BoardPost>? Posted { get; init; }
}
