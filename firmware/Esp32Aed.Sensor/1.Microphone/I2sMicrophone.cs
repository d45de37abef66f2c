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
    private const int DmaFrames = 8 * 256;
    private const int DmaBytes = DmaFrames * 8;

    private readonly MicrophoneSupply supply;
    private readonly I2sDevice device;
    private readonly int hopLength;
    private readonly int hopBytes;
    private readonly StereoFrame single;
    private readonly ListeningPace pace;
    private readonly OverrunWatch watch;
    private readonly int channel;
    private long readEnded;
    private long lookedAt;

    /// <summary>Starts the bus, drops the start-up samples and finds the live channel.</summary>
    /// <param name="settings">Pins and channel.</param>
    /// <param name="sampleRate">Samples in a second.</param>
    /// <param name="hopLength">Samples that <see cref="ReadHop(StereoFrame)"/> delivers.</param>
    public I2sMicrophone(SensorSettings settings, int sampleRate, int hopLength)
    {
        this.hopLength = hopLength;
        hopBytes = hopLength * BytesPerFrame;
        single = new StereoFrame(hopLength, hopLength);
        HopMicroseconds = hopLength * 1000000L / sampleRate;
        DriverHops = DmaFrames / hopLength;
        pace = new ListeningPace(HopMicroseconds);
        watch = new OverrunWatch(HopMicroseconds, DmaFrames * 1000000L / sampleRate);

        supply = MicrophoneSupply.On(settings.SupplyPin);
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
        readEnded = (long)HighResTimer.GetCurrent();
        watch.CatchUp(readEnded);
    }

    /// <summary>Time of a hop, microseconds.</summary>
    public long HopMicroseconds { get; }

    /// <summary>Hops that the driver's memory holds before sound is lost.</summary>
    public int DriverHops { get; }

    /// <summary>Sound is missing before the last hop, or within it.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Sound lost since the start, microseconds.</summary>
    public long LostMicroseconds => watch.LostMicroseconds;

    /// <summary>Time spent waiting for sound since the start, microseconds.</summary>
    public long WaitedMicroseconds { get; private set; }

    /// <summary>Time from the end of the last read but one to the call of the last: what was done with that hop, microseconds.</summary>
    public long BusyMicroseconds { get; private set; }

    /// <summary>A whole hop waits in the driver's memory.</summary>
    public bool IsHopWaiting
    {
        get
        {
            // The timer's value is unsigned; on the board only a signed variable of its own makes it signed.
            lookedAt = (long)HighResTimer.GetCurrent();
            return watch.Waiting(lookedAt) >= HopMicroseconds;
        }
    }

    /// <summary>Waits for the next hop of sound.</summary>
    /// <param name="frame">Receives the hop.</param>
    public void ReadHop(StereoFrame frame)
    {
        var called = (long)HighResTimer.GetCurrent();
        BusyMicroseconds = called - readEnded;
        pace.BeforeRead();
        var isMissing = watch.BeforeRead(pace.ReadBegan);
        device.Read(new SpanByte(frame.Bytes, frame.MakeRoom(channel), hopBytes));
        pace.AfterRead();
        readEnded = pace.ReadEnded;
        HasGap = watch.AfterRead(readEnded, pace.HadToWait) || isMissing;
        WaitedMicroseconds += readEnded - called;
    }

    /// <summary>Waits for the next hop of sound and keeps its samples alone.</summary>
    /// <param name="samples">Receives the hop: 16-bit samples, from index 0.</param>
    public void ReadHop(short[] samples)
    {
        ReadHop(single);
        StereoBytes.ToSamples(single.Bytes, 0, 1, samples, 0, hopLength);
    }

    /// <summary>Drops the sound that waits in the driver's memory: the next hop is of the present. None of it counts as lost.</summary>
    public void CatchUp()
    {
        var hops = DriverHops + 2;
        do
        {
            pace.BeforeRead();
            device.Read(new SpanByte(single.Bytes, 0, hopBytes));
            pace.AfterRead();
            hops--;
        }
        while (!pace.HadToWait && hops > 0);

        readEnded = pace.ReadEnded;
        watch.CatchUp(readEnded);
    }

    /// <summary>Stops the bus and switches the supply off; nothing is read any more.</summary>
    public void Stop()
    {
        device.Dispose();
        supply.Off();
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
