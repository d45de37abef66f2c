using Esp32Aed.Detection;

namespace Esp32Aed.KernelGenerator;

/// <summary>Real and imaginary parts of the bins 0 to M/2 of M real values.</summary>
internal sealed record Spectrum(Ref[] Re, Ref[] Im);

/// <summary>
/// Builds the dataflow graph of window and real FFT: the conjugate-pair split radix (Kamar and Elcherif, "Conjugate pair fast Fourier
/// transform", Electronics Letters 25, 1989) by decimation in time. The two quarters x[4m+1] and x[-4m-1] are added and
/// subtracted before their transforms, so that each turn gives one sum and one difference of the last step: with W = c - is,
/// E and O the transforms of sum and difference, S = W Z + W* Z' = (c Er + s Ei) + i (c Oi - s Or), and D = W Z - W* Z' = (c Or + s Oi) + i (c Ei - s Er).
/// </summary>
internal sealed class SpectrumGraph
{
    /// <summary>Fraction bits of what is still to be turned.</summary>
    public const int InnerFractionBits = 7;

    /// <summary>Fraction bits of the spectrum.</summary>
    public const int OuterFractionBits = 4;

    /// <summary>Fraction bits of the window's constants.</summary>
    public const int WindowBits = 46;

    private readonly int length;
    private readonly SampleNode[] samples;

    public SpectrumGraph(int length)
    {
        this.length = length;
        samples = [.. Enumerable.Range(0, length / 2).Select(pair => new SampleNode(2 * pair))];
        Spectrum = Transform([.. Enumerable.Range(0, length).Select(n => (Func<int, Ref>)(bits => Sample(n, bits)))], OuterFractionBits);
    }

    public Spectrum Spectrum { get; }

    /// <summary>The window, 0.5 - 0.5 cos(2 pi n / N), times 2^46.</summary>
    public static long Window(int n, int length) => (FixedMath.One - FixedMath.Cosine(n, length)) << (WindowBits - 31);

    private Ref Sample(int n, int fractionBits)
    {
        if (n == 0)
        {
            return default; // the window is 0 there
        }

        var node = samples[n / 2];
        var value = new Value(node, n & 1) { FractionBits = fractionBits, Bound = 32768.0 * Window(n, length) / (1L << WindowBits) };
        node.Outputs[n & 1] = value;
        return value.Ref;
    }

    // A leaf is made with the fraction bits of the branch that it is in.
    private static Spectrum Transform(Func<int, Ref>[] x, int bits)
    {
        int m = x.Length;
        var re = new Ref[(m / 2) + 1];
        var im = new Ref[(m / 2) + 1];
        if (m == 1)
        {
            re[0] = x[0](bits);
            return new Spectrum(re, im);
        }

        if (m == 2)
        {
            (re[0], re[1]) = Butterfly(x[0](bits), x[1](bits));
            return new Spectrum(re, im);
        }

        var even = Transform([.. Enumerable.Range(0, m / 2).Select(n => x[2 * n])], bits);
        var pairs = Enumerable.Range(0, m / 4).Select(n => Butterfly(x[(4 * n) + 1](InnerFractionBits), x[m - (4 * n) - 1](InnerFractionBits))).ToArray();
        var sum = Transform([.. pairs.Select(pair => (Func<int, Ref>)(_ => pair.Sum))], InnerFractionBits);
        var difference = Transform([.. pairs.Select(pair => (Func<int, Ref>)(_ => pair.Difference))], InnerFractionBits);

        (re[0], re[m / 2]) = Butterfly(even.Re[0], Scale(sum.Re[0], false, bits));
        re[m / 4] = even.Re[m / 4];
        im[m / 4] = -Scale(difference.Re[0], false, bits);
        if (m >= 8)
        {
            int k = m / 8;
            (re[k], re[(m / 2) - k]) = Butterfly(even.Re[k], Scale(sum.Re[k], true, bits));
            (var minus, var plus) = Butterfly(even.Im[k], -Scale(difference.Re[k], true, bits));
            (im[k], im[(m / 2) - k]) = (minus, -plus);
        }

        for (int k = 1; k < m / 8; k++)
        {
            var (sr, di) = Turn(sum.Re[k], sum.Im[k], k, m, bits);
            var (dr, si) = Turn(difference.Re[k], difference.Im[k], k, m, bits);
            (re[k], re[(m / 2) - k]) = Butterfly(even.Re[k], sr);
            (im[k], var other) = Butterfly(even.Im[k], si);
            im[(m / 2) - k] = -other;
            int mirror = (m / 4) - k;
            (re[(m / 4) + k], re[mirror]) = Butterfly(even.Re[mirror], di);
            (other, im[mirror]) = Butterfly(even.Im[mirror], dr);
            im[(m / 4) + k] = -other;
        }

        return new Spectrum(re, im);
    }

    private static (Ref Sum, Ref Difference) Butterfly(Ref a, Ref b)
    {
        if (a.IsZero)
        {
            return (b, -b);
        }

        if (b.IsZero)
        {
            return (a, a);
        }

        if (a.Value!.FractionBits != b.Value!.FractionBits)
        {
            throw new InvalidOperationException("a butterfly's inputs differ in their scale");
        }

        return Make(a, b, new Row(1, 1, 0), new Row(1, -1, 0), a.Value.FractionBits, a.Value.Bound + b.Value.Bound);
    }

    // (a, b) -> (c a + s b, c b - s a), c = cos, s = sin of 2 pi k / m.
    private static (Ref First, Ref Second) Turn(Ref a, Ref b, int k, int m, int fractionBits)
    {
        double bound = Math.Max(a.Value!.Bound, b.Value!.Bound);
        int bits = FactorBits(a.Value);
        long c = FixedMath.Cosine(k, m) << (bits - 30);
        long s = FixedMath.Sine(k, m) << (bits - 30);
        int shift = a.Value.FractionBits + bits - fractionBits;
        return Make(a, b, new Row(c, s, shift), new Row(-s, c, shift), fractionBits, bound);
    }

    // To the given fraction bits; by the square root of one half if it is an eighth of a turn.
    private static Ref Scale(Ref a, bool eighth, int fractionBits)
    {
        if (!eighth && a.Value!.FractionBits == fractionBits)
        {
            return a;
        }

        int bits = eighth ? FactorBits(a.Value!) : 0;
        var row = new Row(eighth ? FixedMath.Cosine(1, 8) << (bits - 30) : 1, 0, a.Value!.FractionBits + bits - fractionBits);
        var node = new LinearNode(a with { Sign = 1 }, default, row, row);
        var value = new Value(node, 0) { FractionBits = fractionBits, Bound = a.Value.Bound };
        node.Outputs[0] = value;
        return new Ref(value, a.Sign);
    }

    private static (Ref First, Ref Second) Make(Ref a, Ref b, Row first, Row second, int fractionBits, double bound)
    {
        var node = new LinearNode(a, b, first, second);
        for (int i = 0; i < 2; i++)
        {
            node.Outputs[i] = new Value(node, i) { FractionBits = fractionBits, Bound = bound };
        }

        return (node.Outputs[0]!.Ref, node.Outputs[1]!.Ref);
    }

    // A turn's result is no larger than its input (Bound is of the complex value), so the product may fill 63 bits.
    private static int FactorBits(Value value) => (int)Math.Floor(62.9 - Math.Log2(value.Bound) - value.FractionBits);
}
