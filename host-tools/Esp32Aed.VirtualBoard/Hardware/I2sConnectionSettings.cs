namespace System.Device.I2s;

/// <summary>Bits of a sample.</summary>
public enum I2sBitsPerSample
{
    /// <summary>8 bits.</summary>
    Bit8 = 8,

    /// <summary>16 bits.</summary>
    Bit16 = 16,

    /// <summary>24 bits.</summary>
    Bit24 = 24,

    /// <summary>32 bits.</summary>
    Bit32 = 32,
}

/// <summary>Channels of the bus.</summary>
public enum I2sChannelFormat
{
    /// <summary>Both, interleaved.</summary>
    RightLeft = 0,

    /// <summary>Right on both.</summary>
    AllRight = 1,

    /// <summary>Left on both.</summary>
    AllLeft = 2,

    /// <summary>Right only.</summary>
    OnlyRight = 3,

    /// <summary>Left only.</summary>
    OnlyLeft = 4,
}

/// <summary>Alignment of data and word select.</summary>
public enum I2sCommunicationFormat
{
    /// <summary>Philips.</summary>
    I2S = 1,

    /// <summary>Left aligned.</summary>
    Msb = 3,

    /// <summary>PCM, short frame.</summary>
    PcmShort = 4,

    /// <summary>PCM, long frame.</summary>
    PcmLong = 12,
}

/// <summary>Role of the board on the bus.</summary>
[Flags]
public enum I2sMode
{
    /// <summary>Makes the clocks.</summary>
    Master = 1,

    /// <summary>Takes the clocks.</summary>
    Slave = 2,

    /// <summary>Sends.</summary>
    Tx = 4,

    /// <summary>Receives.</summary>
    Rx = 8,

    /// <summary>Pulse-density modulation.</summary>
    Pdm = 64,
}

/// <summary>Settings of an I2S bus.</summary>
public sealed class I2sConnectionSettings
{
    /// <summary>Makes the settings of a bus, with the board's defaults.</summary>
    /// <param name="busId">Number of the bus, from 1.</param>
    public I2sConnectionSettings(int busId) => BusId = busId;

    /// <summary>Number of the bus, from 1.</summary>
    public int BusId { get; set; }

    /// <summary>Role; the default is <see cref="I2sMode.Pdm"/>, which no ordinary microphone speaks.</summary>
    public I2sMode Mode { get; set; } = I2sMode.Pdm;

    /// <summary>Samples in a second.</summary>
    public int SampleRate { get; set; } = 44100;

    /// <summary>Bits of a sample.</summary>
    public I2sBitsPerSample BitsPerSample { get; set; } = I2sBitsPerSample.Bit16;

    /// <summary>Channels.</summary>
    public I2sChannelFormat ChannelFormat { get; set; } = I2sChannelFormat.RightLeft;

    /// <summary>Alignment.</summary>
    public I2sCommunicationFormat CommunicationFormat { get; set; } = I2sCommunicationFormat.I2S;

    /// <summary>DMA memory in bytes: 8 a stereo frame, in whole descriptors of 256 frames.</summary>
    public int BufferSize { get; set; } = 10240;
}
