using Esp32Aed.Detection;

namespace Esp32Aed.KernelGenerator;

/// <summary>Real and imaginary parts of the bins 0 to M/2 of M real values.</summary>
internal sealed record Spectrum(Ref[] Re, Ref[] Im);

/// <summary>
/// Builds the dataflow graph of the real FFT: the conjugate-pair split radix (Kamar and Elcherif, "Conjugate pair fast Fourier
/// transform", Electronics Letters 25, 1989) by decimation in time. The two quarters x[4m+1] and x[-4m-1] are added and
/// subtracted before their transforms, so that each turn gives one sum and one difference of the last step: with W = c - is,
/// E and O the transforms of sum and difference, S = W Z + W* Z' = (c Er + s Ei) + i (c Oi - s Or), and D = W Z - W* Z' = (c Or + s Oi) + i (c Ei - s Er).
/// </summary>
/// <remarks>
/// Only window, turns and changes of scale round, and they round the exact value: two forms of the graph with the same steps give the same bits.
/// </remarks>
internal static class SplitRadix
{
    /// <summary>Scale of what is still to be turned.</summary>
    public static readonly Fraction Inner = new(7);

    /// <summary>
    /// Scale of the even samples' branch where a method serves it and the others: the variable <c>scale</c> tells how many bits fewer it has.
    /// </summary>
    public static readonly Fraction Branch = new(Inner.Bits, LessScale: true);

    /// <summary>Fraction bits of the factors there; a turn shifts by the variable <c>turn</c>, that is these and <c>scale</c>.</summary>
    public const int BranchFactorBits = 34;

    /// <summary>Scale of the spectrum of a frame: its power has the unit of <see cref="MelBands.Sum"/> less the weights' bits.</summary>
    public static Fraction Outer(int frameLength) => new(12 - int.Log2(frameLength));

    /// <summary>Transforms values, each of which is made in the scale of the branch that it is in.</summary>
    public static Spectrum Transform(Func<Fraction, Ref>[] x, Fraction scale)
    {
        int m = x.Length;
        var re = new Ref[(m / 2) + 1];
        var im = new Ref[(m / 2) + 1];
        if (m == 1)
        {
            re[0] = x[0](scale);
            return new Spectrum(re, im);
        }

        if (m == 2)
        {
            (re[0], re[1]) = Butterfly(x[0](scale), x[1](scale));
            return new Spectrum(re, im);
        }

        var even = Transform([.. Enumerable.Range(0, m / 2).Select(n => x[2 * n])], scale);
        var (sum, difference) = Odd(x);
        return Combine(even, sum, difference, scale);
    }

    /// <summary>Transforms sums and differences of the odd values.</summary>
    public static (Spectrum Sum, Spectrum Difference) Odd(Func<Fraction, Ref>[] x)
    {
        int m = x.Length;
        var pairs = Enumerable.Range(0, m / 4).Select(n => Butterfly(x[(4 * n) + 1](Inner), x[m - (4 * n) - 1](Inner))).ToArray();
        return (Transform([.. pairs.Select(pair => (Func<Fraction, Ref>)(_ => pair.Sum))], Inner),
            Transform([.. pairs.Select(pair => (Func<Fraction, Ref>)(_ => pair.Difference))], Inner));
    }

    /// <summary>The last step: from the spectra of M/2 even values and of M/4 sums and differences of odd ones to that of all.</summary>
    public static Spectrum Combine(Spectrum even, Spectrum sum, Spectrum difference, Fraction scale)
    {
        int m = 4 * (even.Re.Length - 1);
        var re = new Ref[(m / 2) + 1];
        var im = new Ref[(m / 2) + 1];
        (re[0], re[m / 2]) = Butterfly(even.Re[0], Scale(sum.Re[0], false, scale));
        re[m / 4] = even.Re[m / 4];
        im[m / 4] = -Scale(difference.Re[0], false, scale);
        if (m >= 8)
        {
            int k = m / 8;
            (re[k], re[(m / 2) - k]) = Butterfly(even.Re[k], Scale(sum.Re[k], true, scale));
            (var minus, var plus) = Butterfly(even.Im[k], -Scale(difference.Re[k], true, scale));
            (im[k], im[(m / 2) - k]) = (minus, -plus);
        }

        for (int k = 1; k < m / 8; k++)
        {
            var (sr, di) = Turn(sum.Re[k], sum.Im[k], k, m, scale);
            var (dr, si) = Turn(difference.Re[k], difference.Im[k], k, m, scale);
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

    /// <summary>To the given scale; by the square root of one half if it is an eighth of a turn.</summary>
    public static Ref Scale(Ref a, bool eighth, Fraction scale)
    {
        if (!eighth && a.Value!.Fraction == scale)
        {
            return a;
        }

        int bits = eighth ? FactorBits(a.Value!, scale) : 0;
        var row = new Row(eighth ? FixedMath.Cosine(1, 8) << (bits - 30) : 1, 0, ShiftOf(a.Value!, bits, scale));
        var node = new LinearNode(a with { Sign = 1 }, default, row, row);
        var value = new Value(node, 0) { Fraction = scale, Bound = a.Value!.Bound };
        node.Outputs[0] = value;
        return new Ref(value, a.Sign);
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

        if (a.Value!.Fraction != b.Value!.Fraction)
        {
            throw new InvalidOperationException("a butterfly's inputs differ in their scale");
        }

        return Make(a, b, new Row(1, 1, default), new Row(1, -1, default), a.Value.Fraction, a.Value.Bound + b.Value.Bound);
    }

    // (a, b) -> (c a + s b, c b - s a), c = cos, s = sin of 2 pi k / m.
    private static (Ref First, Ref Second) Turn(Ref a, Ref b, int k, int m, Fraction scale)
    {
        double bound = Math.Max(a.Value!.Bound, b.Value!.Bound);
        int bits = FactorBits(a.Value, scale);
        long c = FixedMath.Cosine(k, m) << (bits - 30);
        long s = FixedMath.Sine(k, m) << (bits - 30);
        var shift = ShiftOf(a.Value, bits, scale);
        return Make(a, b, new Row(c, s, shift), new Row(-s, c, shift), scale, bound);
    }

    private static (Ref First, Ref Second) Make(Ref a, Ref b, Row first, Row second, Fraction scale, double bound)
    {
        var node = new LinearNode(a, b, first, second);
        for (int i = 0; i < 2; i++)
        {
            node.Outputs[i] = new Value(node, i) { Fraction = scale, Bound = bound };
        }

        return (node.Outputs[0]!.Ref, node.Outputs[1]!.Ref);
    }

    private static Shift ShiftOf(Value from, int factorBits, Fraction to) => (from.Fraction.LessScale, to.LessScale) switch
    {
        (true, true) or (false, false) => new Shift(from.Fraction.Bits + factorBits - to.Bits),
        (false, true) => new Shift(0, factorBits == 0 ? "scale" : "turn"),
        _ => throw new InvalidOperationException("nothing leads out of the branch of the even samples"),
    };

    // A turn's result is no larger than its input (Bound is of the complex value), so the product may fill 63 bits.
    private static int FactorBits(Value value, Fraction to)
    {
        int most = (int)Math.Floor(62.9 - Math.Log2(value.Bound) - value.Fraction.Bits);
        return !to.LessScale ? most
            : most >= BranchFactorBits ? BranchFactorBits
            : throw new InvalidOperationException($"a turn has no room for factors of {BranchFactorBits} bits");
    }
}
