using Esp32Aed.Detection;

namespace Esp32Aed.SelfTest;

/// <summary>
/// The sound of the golden vectors: silence, noise, triangles and squares at levels from 3 units to full scale, as the I2S driver delivers it.
/// Signed integers only, so it is the same on every CLR.
/// </summary>
public sealed class TestSignal
{
    /// <summary>Hops of the whole signal. The last ones are noise, as a microphone hears it.</summary>
    public const int Hops = 24;

    private const int Silence = 0;
    private const int Noise = 1;
    private const int Burst = 2;
    private const int Triangle = 3;
    private const int Square = 4;

    // Of each part: hops, kind, amplitude, period in samples.
    private static readonly int[] parts =
    {
        2, Silence, 0, 1,
        4, Burst, 32767, 1,
        2, Triangle, 12000, 40,
        2, Square, 32767, 16,
        3, Noise, 3, 1,
        4, Burst, 8000, 1,
        2, Triangle, 300, 100,
        2, Silence, 0, 1,
        1, Square, 1000, 5,
        2, Noise, 4000, 1,
    };

    private readonly int hopLength;
    private int part;
    private int hopOfPart;
    private int random = 20261121;

    /// <summary>Starts the signal.</summary>
    /// <param name="hopLength">Samples in a hop.</param>
    public TestSignal(int hopLength) => this.hopLength = hopLength;

    /// <summary>Gives the next hop; at most <see cref="Hops"/> of them.</summary>
    /// <param name="bytes">Receives 4 bytes a sample: the signal little-endian, then its complement, so that a mixed-up channel shows.</param>
    public void Next(byte[] bytes)
    {
        var kind = parts[part + 1];
        var amplitude = parts[part + 2];
        var period = parts[part + 3];
        if (kind == Burst)
        {
            amplitude >>= hopOfPart;
        }

        var at = 0;
        for (var n = 0; n < hopLength; n++)
        {
            var sample = Sample(kind, amplitude, n % period, period);
            bytes[at] = (byte)sample;
            bytes[at + 1] = (byte)(sample >> 8);
            bytes[at + 2] = (byte)~sample;
            bytes[at + 3] = (byte)(~sample >> 8);
            at += StereoBytes.BytesPerFrame;
        }

        hopOfPart++;
        if (hopOfPart == parts[part])
        {
            hopOfPart = 0;
            part += 4;
        }
    }

    private int Sample(int kind, int amplitude, int phase, int period)
    {
        switch (kind)
        {
            case Silence:
                return 0;
            case Triangle:
                var away = phase < period / 2 ? (period / 2) - phase : phase - (period / 2);
                return amplitude * ((4 * away) - period) / period;
            case Square:
                return 2 * phase < period ? amplitude : -amplitude - 1;
            default:
                random = ((random * 1103515245) + 12345) & 0x7FFFFFFF;
                return (((random >> 14) & 0xFFFF) - 32768) * amplitude >> 15;
        }
    }
}
