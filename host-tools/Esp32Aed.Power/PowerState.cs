namespace Esp32Aed.Power;

/// <summary>
/// What draws current. The chip is in exactly one of the first four states at any time; the microphone's come on top, and the carrier's own
/// current flows all the time.
/// </summary>
public enum PowerState
{
    /// <summary>The chip sleeps deeply: its timer and a little memory run.</summary>
    DeepSleep,

    /// <summary>The processor runs; the radio is off.</summary>
    Processor,

    /// <summary>The radio receives or waits, and the processor runs.</summary>
    RadioReceive,

    /// <summary>The radio sends, and the processor runs.</summary>
    RadioTransmit,

    /// <summary>The microphone delivers samples.</summary>
    Microphone,

    /// <summary>The microphone has its supply but no clock.</summary>
    MicrophoneStandby,

    /// <summary>Regulator, USB bridge and lamps of the board that carries the chip.</summary>
    Carrier,
}
