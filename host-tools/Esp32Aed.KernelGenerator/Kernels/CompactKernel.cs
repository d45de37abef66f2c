using System.Text;

namespace Esp32Aed.KernelGenerator;

/// <summary>
/// Writes a kernel of which much less code is straight: a loop windows, methods do the three transforms of N/4 values (even samples,
/// sums and differences of odd ones) and the five of N/8; only what follows, where each bin has factors of its own, is straight-line code.
/// It rounds where <see cref="StraightKernel"/> rounds, so both give the same bits.
/// </summary>
public static class CompactKernel
{
    // Arrays of the transforms: even samples of the even, sums and differences of the odd, and the same of the odd among the even.
    private static readonly (string Name, int Count)[] Groups = [("e", 4), ("s", 4), ("d", 4), ("p", 2), ("q", 2)];

    /// <summary>The text of the kernel's file.</summary>
    public static string Write(KernelSettings settings)
    {
        int n = settings.FrameLength;
        int part = n / WindowLoop.Classes / 2;
        var program = new StackProgram();
        var outer = SplitRadix.Outer(n);
        var even = SplitRadix.Combine(
            Group("e", n / 4, outer, Bound(n, 0, 4)),
            Group("p", n / 8, SplitRadix.Inner, Bound(n, 2, 4)),
            Group("q", n / 8, SplitRadix.Inner, Bound(n, 2, 4)),
            outer);
        double odd = Bound(n, 1, 2);
        var spectrum = SplitRadix.Combine(even, Group("s", n / 4, SplitRadix.Inner, odd), Group("d", n / 4, SplitRadix.Inner, odd), outer);
        var dct = new DctLoop(settings, program);
        new BackEnd(settings, program) { CallsLog = true, Factors = new HeldFactors(program), Loop = dct }.Write(spectrum);

        int scale = SplitRadix.Inner.Bits - outer.Bits;
        string body = $"        long {program.LocalsByUse(HeldFactors.Locals)};\n"
            + Setup()
            + "        long low, high, w, a, b;\n"
            + WindowLoop.Write(n, Raw, Added)
            + Transforms("e", n, scale)
            + Transforms("s", n, 0)
            + Transforms("d", n, 0)
            + $"        Transform{n / 8}(p0, p1, 0, {SplitRadix.BranchFactorBits});\n"
            + $"        Transform{n / 8}(q0, q1, 0, {SplitRadix.BranchFactorBits});\n"
            + program;
        return KernelTemplate.File(
            settings,
            "in less code",
            [KernelTemplate.Compute(body), Quarter(n), Eighth(n), LogStage.Method()],
            "    private long[][] parts;\n    private long[][] windows;\n" + DctLoop.Fields,
            Prepare(n, part) + dct.Prepare());
    }

    private static string Transforms(string x, int n, int scale)
    {
        int turn = SplitRadix.BranchFactorBits + scale;
        return $"        Transform{n / 8}({x}0, {x}3, {scale}, {turn});\n        Transform{n / 4}({x}0, {x}1, {x}2, {x}3, {scale}, {turn});\n";
    }

    private static string? Raw(int r, bool mirrored) => r % 4 != 0 ? null
        : r % WindowLoop.Classes == 0 ? mirrored ? "e3" : "e0"
        : mirrored ? "e2" : "e1";

    private static (string Sum, string Difference, int Sign) Added(int r) => r switch
    {
        2 => ("p0", "q0", 1),
        6 => ("p1", "q1", -1),
        1 => ("s0", "d0", 1),
        5 => ("s1", "d1", 1),
        3 => ("s2", "d2", -1),
        _ => ("s3", "d3", -1),
    };

    // N/8 values: the first half in one array, the second backwards in the other.
    private static string Eighth(int n)
    {
        int m = n / 8;
        var x = Enumerable.Range(0, m).Select(p => Input(p < m / 2 ? Element("x0", p) : Element("x1", m - 1 - p), 2 * WindowedSamples.Bound((8 * p) + 2, n)));
        return new TransformMethod(n) { HoldsFactors = true }.Write(
            $"private static void Transform{m}(long[] x0, long[] x1, int scale, int turn", SplitRadix.Transform([.. x], SplitRadix.Branch), (imaginary, k) => EighthPlace("x0", "x1", m, imaginary, k));
    }

    // N/4 values of which the even ones were transformed already, in arrays 0 and 3. The odd ones are in 1 and, backwards, in 2.
    private static string Quarter(int n)
    {
        int m = n / 4;
        var x = Enumerable.Range(0, m).Select(p => p % 2 == 0 ? null! : Input(
            p < m / 2 ? Element("x1", p / 2) : Element("x2", (m - 1 - p) / 2), 2 * WindowedSamples.Bound((4 * p) + 1, n))).ToArray();
        var even = ElementSource.Spectrum(m / 2, (imaginary, k) => EighthPlace("x0", "x3", m / 2, imaginary, k), SplitRadix.Branch, Bound(n, 1, 4));
        var (sum, difference) = SplitRadix.Odd(x);
        return new TransformMethod(n) { HoldsFactors = true }.Write(
            $"private static void Transform{m}(long[] x0, long[] x1, long[] x2, long[] x3, int scale, int turn",
            SplitRadix.Combine(even, sum, difference, SplitRadix.Branch),
            Place("x", m));
    }

    private static Func<Fraction, Ref> Input(string element, double bound)
    {
        var value = ElementSource.Make(element, SplitRadix.Inner, bound);
        return scale => SplitRadix.Scale(value, eighth: false, scale);
    }

    private static Spectrum Group(string name, int length, Fraction scale, double bound) => ElementSource.Spectrum(length, Place(name, length), scale, bound);

    // Where a transform of N/4 or N/8 values leaves a bin.
    private static Func<bool, int, string> Place(string name, int length) => (imaginary, k) =>
        name is "p" or "q" ? EighthPlace($"{name}0", $"{name}1", length, imaginary, k)
        : k <= length / 4 && (!imaginary || k < length / 4) ? EighthPlace($"{name}0", $"{name}3", length / 2, imaginary, k)
        : Element($"{name}{(imaginary ? 2 : 1)}", imaginary && k == length / 4 ? 0 : (length / 2) - k);

    private static string EighthPlace(string low, string high, int length, bool imaginary, int k) =>
        imaginary ? Element(high, k) : k < length / 2 ? Element(low, k) : Element(high, 0);

    private static string Element(string array, int index) => $"{array}[{index}]";

    // Equally spaced values of the window add up to the same wherever they begin, so the bounds hold for each transform that shares a method.
    // What the samples n = first + i step add up to at most.
    private static double Bound(int n, int first, int step) =>
        Enumerable.Range(0, n / step).Sum(i => WindowedSamples.Bound(first + (i * step), n));

    private static string Setup()
    {
        var text = new StringBuilder("        var table = log;\n        var x = parts;\n        var ws = windows;\n");
        var names = Groups.SelectMany(group => Enumerable.Range(0, group.Count).Select(i => $"{group.Name}{i}")).ToArray();
        for (int i = 0; i < names.Length; i++)
        {
            text.Append($"        var {names[i]} = x[{i}];\n");
        }

        for (int r = 0; r <= WindowLoop.Classes; r++)
        {
            text.Append($"        var w{r} = ws[{r}];\n");
        }

        return text.ToString();
    }

    private static string Prepare(int n, int part) => $$"""
                parts = new long[{{Groups.Sum(group => group.Count)}}][];
                for (var i = 0; i < parts.Length; i++)
                {
                    parts[i] = new long[{{part}}];
                }

                windows = new long[{{WindowLoop.Classes + 1}}][];
                for (var r = 0; r < windows.Length; r++)
                {
                    windows[r] = new long[{{part}}];
                    for (var i = 0; i < {{part}}; i++)
                    {
                        windows[r][i] = FixedMath.One - FixedMath.Cosine(({{WindowLoop.Classes}} * i) + r, {{n}});
                    }
                }

                windows[0][0] = 0; // exactly

        """;
}
