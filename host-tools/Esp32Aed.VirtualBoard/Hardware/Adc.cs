using Esp32Aed.VirtualBoard;

namespace System.Device.Adc;

/// <summary>The first analogue-to-digital converter: 12 bits for 0 to about 3.1 V.</summary>
public sealed class AdcController
{
    private const int FullScaleMillivolts = 3100;

    /// <summary>Largest value.</summary>
    public int MaxValue { get; } = 4095;

    /// <summary>Opens a channel: 0 to 3 are pins 36 to 39, 4 to 7 are pins 32 to 35.</summary>
    public AdcChannel OpenChannel(int channelNumber) => new(Board.Current.PinMillivolts * MaxValue / FullScaleMillivolts);
}

/// <summary>One input of the converter.</summary>
public sealed class AdcChannel : IDisposable
{
    private readonly int value;

    internal AdcChannel(int value) => this.value = value;

    /// <summary>Measures.</summary>
    public int ReadValue() => Math.Clamp(value, 0, 4095);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
