using System;
using System.Device.I2s;
using Esp32Aed.Detection;
using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.Sensor;

/// <summary>
/// A digital microphone on the first I2S bus. The bus is read as 16-bit stereo, the one format that delivers every sample, and one
/// channel of it is kept.
/// </summary>
public sealed class I2sMicrophone
{
    /// <summary>Stereo frames dropped at the start: an INMP441 needs 2^18 bit clocks, at 64 a frame, before its samples are good.</summary>
    public const int StartUpFrames = 4096;

    private const int BusId = 1;
    private const int BytesPerFrame = StereoBytes.BytesPerFrame;
    private const int StartUpBlockFrames = 256;
    private const int FramesToChooseBy = 1024;

    // 8 DMA descriptors of 256 frames, 8 bytes a frame: 256 ms at 8 kHz before sound is lost.
    private const int DmaBytes = 8 * 256 * 8;

    private readonly I2sDevice device;
    private readonly byte[] bytes;
    private readonly int hopLength;
    private readonly ListeningPace pace;
    private readonly int channel;

    /// <summary>Starts the bus, drops the start-up samples and finds the live channel.</summary>
    /// <param name="settings">Pins and channel.</param>
    /// <param name="sampleRate">Samples in a second.</param>
    /// <param name="hopLength">Samples that <see cref="ReadHop"/> delivers.</param>
    public I2sMicrophone(SensorSettings settings, int sampleRate, int hopLength)
    {
        this.hopLength = hopLength;
        bytes = new byte[hopLength * BytesPerFrame];
        pace = new ListeningPace(hopLength * 1000000L / sampleRate);

        Configuration.SetPinFunction(settings.BckPin, DeviceFunction.I2S1_BCK);
        Configuration.SetPinFunction(settings.WsPin, DeviceFunction.I2S1_WS);
        Configuration.SetPinFunction(settings.DataPin, DeviceFunction.I2S1_MDATA_IN);
        device = I2sDevice.Create(new I2sConnectionSettings(BusId)
        {
            Mode = I2sMode.Master | I2sMode.Rx,
            ChannelFormat = I2sChannelFormat.RightLeft,
            BitsPerSample = I2sBitsPerSample.Bit16,
            CommunicationFormat = I2sCommunicationFormat.I2S,
            SampleRate = sampleRate,
            BufferSize = DmaBytes,
        });

        var live = ListenToStartUp();
        channel = settings.Channel == LiveChannel.Automatic ? live.Index : settings.Channel;
        Console.WriteLine(live.IsSilent
            ? "microphone: both channels are silent; check its supply and the data wire"
            : "microphone: listening to the " + (channel == 0 ? "first" : "second") + " channel");
    }

    /// <summary>Waits for the next hop of sound.</summary>
    /// <param name="samples">Receives the hop: 16-bit samples, from index 0.</param>
    public void ReadHop(short[] samples)
    {
        pace.BeforeRead();
        device.Read(new SpanByte(bytes));
        pace.AfterRead();
        StereoBytes.ToSamples(bytes, 0, channel, samples, 0, hopLength);
    }

    private LiveChannel ListenToStartUp()
    {
        var live = new LiveChannel();
        var block = new byte[StartUpBlockFrames * BytesPerFrame];
        for (var left = StartUpFrames; left > 0; left -= StartUpBlockFrames)
        {
            device.Read(new SpanByte(block));
            if (left <= FramesToChooseBy)
            {
                live.Observe(block);
            }
        }

        return live;
    }
}
