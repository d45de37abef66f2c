using Esp32Aed.VirtualBoard;
using nanoFramework.Hardware.Esp32;

namespace System.Device.I2s;

/// <summary>
/// An I2S bus with the framing and the quirks of the ESP32's driver in nanoFramework:
/// slots of 32 bits of which <c>Bit16</c> takes the upper half, little-endian; <c>RightLeft</c> interleaves both slots; in the mono
/// formats the frame map eats 8 bytes a sample, so that only every second one arrives; <c>Pdm</c>, which is the default, and
/// <c>Bit24</c> deliver garbage; without pins there is silence; and what the DMA memory can't hold is lost without a word.
/// </summary>
public sealed class I2sDevice : IDisposable
{
    private const int DmaBytesPerFrame = 8;

    private readonly Board board = Board.Current;
    private readonly VirtualMicrophone microphone;
    private readonly bool hasPins;
    private readonly long switchedOn;
    private readonly int dmaFrames;
    private readonly long framesInMillionSeconds;
    private long position;

    /// <summary>Starts the bus.</summary>
    /// <exception cref="ArgumentException">There is no such bus, or its settings make no sense.</exception>
    public I2sDevice(I2sConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.BusId is < 1 or > 2)
        {
            throw new ArgumentException("I2S buses are numbered 1 and 2.", nameof(settings));
        }

        if (settings.SampleRate <= 0 || settings.BufferSize < 256 * DmaBytesPerFrame)
        {
            throw new ArgumentException("The bus needs a sample rate and a buffer of 2,048 bytes or more.", nameof(settings));
        }

        if (settings.SampleRate != board.Sound.SampleRate)
        {
            throw new ArgumentException($"The virtual microphone has sound at {board.Sound.SampleRate} Hz, not at {settings.SampleRate} Hz.", nameof(settings));
        }

        ConnectionSettings = settings;
        microphone = new VirtualMicrophone(board.Sound, board.MicrophoneSlot);
        hasPins = settings.BusId == 1
            ? HasPins(DeviceFunction.I2S1_BCK, DeviceFunction.I2S1_WS, DeviceFunction.I2S1_MDATA_IN)
            : HasPins(DeviceFunction.I2S2_BCK, DeviceFunction.I2S2_WS, DeviceFunction.I2S2_MDATA_IN);
        dmaFrames = settings.BufferSize / (256 * DmaBytesPerFrame) * 256;
        framesInMillionSeconds = settings.SampleRate * (1000000L + board.I2sDriftPpm);
        switchedOn = board.Clock.Microseconds;
    }

    /// <summary>Settings of the bus.</summary>
    public I2sConnectionSettings ConnectionSettings { get; }

    /// <summary>Starts a bus.</summary>
    public static I2sDevice Create(I2sConnectionSettings settings) => new(settings);

    /// <summary>Waits until the whole buffer is filled.</summary>
    /// <exception cref="InvalidOperationException">The bus does not receive.</exception>
    public void Read(SpanByte buffer)
    {
        var settings = ConnectionSettings;
        if (!settings.Mode.HasFlag(I2sMode.Rx) && !settings.Mode.HasFlag(I2sMode.Pdm))
        {
            throw new InvalidOperationException("The bus does not receive: its mode has no Rx.");
        }

        var bytesPerSample = settings.BitsPerSample == I2sBitsPerSample.Bit24 ? 4 : (int)settings.BitsPerSample / 8;
        var isStereo = settings.ChannelFormat == I2sChannelFormat.RightLeft;
        var samples = buffer.Length / bytesPerSample;
        var frames = isStereo ? samples / 2 : samples * 2;

        SkipWhatWasLost();
        board.Clock.BlockUntil(switchedOn + (long)((Int128)(position + frames) * 1000000000000 / framesInMillionSeconds));
        for (var i = 0; i < samples && !board.Pretends; i++)
        {
            var frame = position + (isStereo ? i / 2 : 2 * i);
            Put(buffer, i * bytesPerSample, bytesPerSample, Sample(frame, isStereo ? i % 2 : MonoSlot(settings.ChannelFormat)));
        }

        position += frames;
        board.Played = Math.Clamp((position - VirtualMicrophone.StartUpFrames) / Math.Max(1.0, board.Sound.Samples.Length), 0, 1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static int MonoSlot(I2sChannelFormat format) => format is I2sChannelFormat.OnlyRight or I2sChannelFormat.AllRight ? 0 : 1;

    private static void Put(SpanByte buffer, int at, int count, int slot)
    {
        for (var b = 0; b < count; b++)
        {
            buffer[at + b] = (byte)(slot >> (32 - (8 * count) + (8 * b)));
        }
    }

    private bool HasPins(params ReadOnlySpan<DeviceFunction> functions)
    {
        foreach (var function in functions)
        {
            if (board.Pins[function] < 0)
            {
                return false;
            }
        }

        return true;
    }

    private int Sample(long frame, int slot)
    {
        if (!hasPins)
        {
            return 0;
        }

        var isGarbage = ConnectionSettings.Mode.HasFlag(I2sMode.Pdm) || ConnectionSettings.BitsPerSample == I2sBitsPerSample.Bit24;
        return (isGarbage ? VirtualMicrophone.Noise((2 * frame) + slot) : microphone.Slot(frame, slot)) << 16;
    }

    private void SkipWhatWasLost()
    {
        var arrived = (long)((Int128)(board.Clock.Microseconds - switchedOn) * framesInMillionSeconds / 1000000000000);
        position = Math.Max(position, arrived - dmaFrames);
    }
}
