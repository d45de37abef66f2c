namespace Esp32Aed.VirtualBoard;

/// <summary>How a virtual board is built.</summary>
public sealed record BoardOptions
{
    /// <summary>Folder that stands for drive <c>I:</c>.</summary>
    public required string DriveFolder { get; init; }

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

    /// <summary>What the clock shows, once the network has set it, at the moment of switching on (UTC).</summary>
    public DateTime SwitchedOnAt { get; init; } = DateTime.UtcNow;

    /// <summary>Gets each line the program prints, from its own thread.</summary>
    public Action<string>? Printed { get; init; }

    /// <summary>Gets each confirmed message, from the thread that sent it.</summary>
    public Action<BoardPost>? Posted { get; init; }
}
