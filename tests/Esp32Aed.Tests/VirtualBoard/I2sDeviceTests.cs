using System.Device.I2s;
using Esp32Aed.VirtualBoard;
using nanoFramework.Hardware.Esp32;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Framing and quirks of the virtual I2S bus, as listed for the ESP32's driver.</summary>
public sealed class I2sDeviceTests : IDisposable
{
    private const int StartUpFrames = 4096;

    private static readonly short[] Ramp = [.. Enumerable.Range(1, 4000).Select(i => (short)(7 * i))];

    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void RightLeft16_interleaves_both_slots_little_endian_and_one_is_live(int slot)
    {
        var bytes = Read(400 * 4, s => s, slot);
        for (var frame = 0; frame < 400; frame++)
        {
            Assert.Equal(Ramp[frame], BitConverter.ToInt16(bytes, (4 * frame) + (2 * slot)));
            Assert.Equal(0, BitConverter.ToInt16(bytes, (4 * frame) + (2 * (1 - slot))));
        }
    }

    [Fact]
    public void Bit32_delivers_whole_slots_with_the_sample_in_the_upper_half()
    {
        var bytes = Read(100 * 8, s => s.BitsPerSample = I2sBitsPerSample.Bit32);
        Assert.Equal(Ramp[99] << 16, BitConverter.ToInt32(bytes, 99 * 8));
    }

    [Fact]
    public void OnlyRight_delivers_every_second_sample()
    {
        var bytes = Read(100 * 2, s => s.ChannelFormat = I2sChannelFormat.OnlyRight);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => Ramp[2 * i]), Enumerable.Range(0, 100).Select(i => BitConverter.ToInt16(bytes, 2 * i)));
    }

    [Fact]
    public void OnlyLeft_hears_nothing_of_a_microphone_in_the_first_slot() =>
        Assert.All(Read(100 * 2, s => s.ChannelFormat = I2sChannelFormat.OnlyLeft), b => Assert.Equal(0, b));

    [Fact]
    public void Pdm_is_the_default_mode_and_delivers_garbage()
    {
        Assert.Equal(I2sMode.Pdm, new I2sConnectionSettings(1).Mode);
        var bytes = Read(400, s => s.Mode = I2sMode.Pdm);
        Assert.NotEqual(Ramp[..100], Enumerable.Range(0, 100).Select(i => BitConverter.ToInt16(bytes, 4 * i)));
        Assert.Contains(bytes, b => b != 0);
    }

    [Fact]
    public void Without_pins_there_is_silence() =>
        Assert.All(Read(400, s => s, slot: 0, pins: false), b => Assert.Equal(0, b));

    [Fact]
    public void Start_up_is_wild_then_quiet_noise_and_lasts_4096_frames()
    {
        var bytes = bench.Run(
            () =>
            {
                var all = new byte[(StartUpFrames + 1) * 4];
                Open(s => s, pins: true).Read(new SpanByte(all));
                return all;
            },
            bench.Options(Ramp));
        var samples = Enumerable.Range(0, StartUpFrames + 1).Select(i => (int)BitConverter.ToInt16(bytes, 4 * i)).ToArray();
        Assert.Contains(samples[..1000], s => Math.Abs(s) > 5000);
        Assert.All(samples[^1000..^1], s => Assert.InRange(s, -3, 3));
        Assert.Contains(samples[^1000..^1], s => s != 0);
        Assert.Equal(Ramp[0], samples[^1]);
    }

    [Fact]
    public void Silence_follows_the_sound()
    {
        var bytes = Read((Ramp.Length + 100) * 4, s => s);
        Assert.Equal(Ramp[^1], BitConverter.ToInt16(bytes, (Ramp.Length - 1) * 4));
        Assert.All(bytes[(Ramp.Length * 4)..], b => Assert.Equal(0, b));
    }

    [Fact]
    public void What_the_DMA_memory_cannot_hold_is_lost_without_a_word()
    {
        var first = bench.Run(
            () =>
            {
                var device = Open(s => s.BufferSize = 2048, pins: true);
                device.Read(new SpanByte(new byte[StartUpFrames * 4]));

                // 0.1 s: 800 frames arrive, 256 fit.
                Esp32Aed.VirtualBoard.Api.Thread.Sleep(100);
                var bytes = new byte[4];
                device.Read(new SpanByte(bytes));
                return BitConverter.ToInt16(bytes);
            },
            bench.Options(Ramp));
        Assert.Equal(Ramp[800 - 256], first);
    }

    [Fact]
    public void Reading_takes_the_time_of_its_samples()
    {
        var time = bench.Run(
            () =>
            {
                var device = Open(s => s, pins: true);
                device.Read(new SpanByte(new byte[800 * 4]));
                return HighResTimer.GetCurrent();
            },
            bench.Options(Ramp));
        Assert.Equal(100000UL, time);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Buses_are_numbered_from_1(int bus) =>
        Assert.Throws<ArgumentException>(() => bench.Run(() => I2sDevice.Create(new I2sConnectionSettings(bus) { SampleRate = 8000 })));

    [Fact]
    public void A_bus_that_only_sends_can_not_be_read() =>
        Assert.Throws<InvalidOperationException>(() => Read(400, s => s.Mode = I2sMode.Master | I2sMode.Tx));

    private static I2sDevice Open(Func<I2sConnectionSettings, object> change, bool pins)
    {
        if (pins)
        {
            Configuration.SetPinFunction(26, DeviceFunction.I2S1_BCK);
            Configuration.SetPinFunction(25, DeviceFunction.I2S1_WS);
            Configuration.SetPinFunction(33, DeviceFunction.I2S1_MDATA_IN);
        }

        var settings = new I2sConnectionSettings(1) { Mode = I2sMode.Master | I2sMode.Rx, SampleRate = 8000 };
        change(settings);
        return I2sDevice.Create(settings);
    }

    private byte[] Read(int count, Func<I2sConnectionSettings, object> change, int slot = 0, bool pins = true) => bench.Run(
        () =>
        {
            var device = Open(change, pins);
            var isStereo = device.ConnectionSettings.ChannelFormat == I2sChannelFormat.RightLeft;
            var bytesPerFrame = (int)device.ConnectionSettings.BitsPerSample / 8 * (isStereo ? 2 : 1);
            device.Read(new SpanByte(new byte[StartUpFrames / (isStereo ? 1 : 2) * bytesPerFrame]));
            var bytes = new byte[count];
            device.Read(new SpanByte(bytes));
            return bytes;
        },
        bench.Options(Ramp) with { MicrophoneSlot = slot });
}
