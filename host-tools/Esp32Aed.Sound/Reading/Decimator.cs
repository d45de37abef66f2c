using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Esp32Aed.Sound;

/// <summary>
/// Lowers the rate by a whole factor: a linear-phase low-pass (sinc under a Kaiser window, 90 dB; Kaiser 1974), computed only
/// where a sample is kept. Output sample n lies at input sample n times the factor, so nothing moves in time. The sums are made
/// in one fixed order of eight lanes, without fused operations: the same result on every processor.
/// </summary>
internal sealed class Decimator : ISampleSink, IDisposable
{
    private const double StopBandDecibels = 90;
    private const int Lanes = 8;
    private const int Unroll = 4 * Lanes;

    private readonly ISampleSink next;
    private readonly int factor;
    private readonly int half;
    private readonly float[] taps;
    private readonly float[] pending;
    private readonly float[] kept = new float[4096];
    private int filled;
    private long received;
    private long given;

    /// <summary>Designs the filter.</summary>
    /// <param name="rate">Rate of the input, samples per second.</param>
    /// <param name="factor">Input samples for each output sample.</param>
    /// <param name="passHz">Up to here nothing is changed.</param>
    /// <param name="stopHz">From here all is 90 dB down.</param>
    /// <param name="next">Takes the output; disposed of with this.</param>
    public Decimator(double rate, int factor, double passHz, double stopHz, ISampleSink next)
    {
        this.next = next;
        this.factor = factor;
        var length = (StopBandDecibels - 8) / (2.285 * 2 * Math.PI * (stopHz - passHz) / rate);
        half = Math.Max((int)Math.Ceiling(length / 2), factor);
        taps = Design(half, (passHz + stopHz) / 2 / rate);
        pending = new float[taps.Length + (32 * 1024)];
        filled = half;
    }

    public void Accept(ReadOnlySpan<float> block)
    {
        received += block.Length;
        while (!block.IsEmpty)
        {
            var part = block[..Math.Min(block.Length, pending.Length - filled)];
            part.CopyTo(pending.AsSpan(filled));
            filled += part.Length;
            block = block[part.Length..];
            Filter(long.MaxValue);
        }
    }

    public void Finish()
    {
        var wanted = (received + factor - 1) / factor;
        while (given < wanted)
        {
            pending.AsSpan(filled).Clear();
            filled = pending.Length;
            Filter(wanted);
        }

        next.Finish();
    }

    public void Dispose() => (next as IDisposable)?.Dispose();

    private static float[] Design(int half, double cutoff)
    {
        var padded = ((2 * half) + 1 + Unroll - 1) / Unroll * Unroll;
        var window = new double[padded];
        const double Beta = 0.1102 * (StopBandDecibels - 8.7);
        for (var i = -half; i <= half; i++)
        {
            var place = (double)i / half;
            var sinc = i == 0 ? 1 : Math.Sin(2 * Math.PI * cutoff * i) / (2 * Math.PI * cutoff * i);
            window[i + half] = sinc * BesselI0(Beta * Math.Sqrt(1 - (place * place)));
        }

        var gain = window.Sum();
        return Array.ConvertAll(window, tap => (float)(tap / gain));
    }

    private static double BesselI0(double x)
    {
        var sum = 1.0;
        var term = 1.0;
        for (var k = 1; term > 1e-17 * sum; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }

    private void Filter(long mostGiven)
    {
        var at = 0;
        var count = 0;
        for (; at + taps.Length <= filled && given < mostGiven; at += factor)
        {
            kept[count++] = Dot(pending.AsSpan(at, taps.Length));
            given++;
            if (count == kept.Length)
            {
                next.Accept(kept);
                count = 0;
            }
        }

        next.Accept(kept.AsSpan(0, count));
        pending.AsSpan(at, filled - at).CopyTo(pending);
        filled -= at;
    }

    private float Dot(ReadOnlySpan<float> samples)
    {
        ref var x = ref MemoryMarshal.GetReference(samples);
        ref var h = ref MemoryMarshal.GetArrayDataReference(taps);
        var a = Vector256<float>.Zero;
        var b = a;
        var c = a;
        var d = a;
        for (nuint i = 0; i < (nuint)taps.Length; i += Unroll)
        {
            a += Vector256.LoadUnsafe(ref x, i) * Vector256.LoadUnsafe(ref h, i);
            b += Vector256.LoadUnsafe(ref x, i + Lanes) * Vector256.LoadUnsafe(ref h, i + Lanes);
            c += Vector256.LoadUnsafe(ref x, i + (2 * Lanes)) * Vector256.LoadUnsafe(ref h, i + (2 * Lanes));
            d += Vector256.LoadUnsafe(ref x, i + (3 * Lanes)) * Vector256.LoadUnsafe(ref h, i + (3 * Lanes));
        }

        var lanes = (a + b) + (c + d);
        var folded = lanes.GetLower() + lanes.GetUpper();
        return folded[0] + folded[2] + (folded[1] + folded[3]);
    }
}
