namespace Esp32Aed.Power;

/// <summary>What a chip on its carrier, with its microphone, draws from the battery.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Carrier">The board that carries it.</param>
public sealed record Currents(ChipCurrents Chip, Carrier Carrier)
{
    private const string Microphone = "INMP441 datasheet DS-INMP441-00 rev. 1.1, table 1, at 3.3 V";
    private static readonly Figure MicrophoneOn = new(2.2, Microphone);
    private static readonly Figure MicrophoneWaits = new(0.8, Microphone + ", standby");

    /// <summary>What a state draws at 3.3 V (the carrier: at its input), mA.</summary>
    public Figure Of(PowerState state) => state switch
    {
        PowerState.DeepSleep => Chip.DeepSleep,
        PowerState.Processor => Chip.Processor,
        PowerState.RadioReceive => Chip.Receive,
        PowerState.RadioTransmit => Chip.Transmit,
        PowerState.Microphone => MicrophoneOn,
        PowerState.MicrophoneStandby => MicrophoneWaits,
        PowerState.Carrier => Carrier.Own,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>What a state draws from the cell, mA.</summary>
    public double FromCell(PowerState state) => Of(state).Value * Carrier.Boost.Value;
}
