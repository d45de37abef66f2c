using Esp32Aed.Detection;

namespace Esp32Aed.KernelGenerator;

/// <summary>The samples of a frame as a graph has them: windowed, each in the scale of the branch that it is in.</summary>
internal sealed class WindowedSamples
{
    /// <summary>Fraction bits of the window's constants.</summary>
    public const int WindowBits = 46;

    private const double FullScale = 32768;

    private readonly int length;
    private readonly SampleNode[] pairs;

    /// <param name="length">Samples in a frame.</param>
    public WindowedSamples(int length)
    {
        this.length = length;
        pairs = [.. Enumerable.Range(0, length / 2).Select(pair => new SampleNode(2 * pair))];
        All = [.. Enumerable.Range(0, length).Select(n => (Func<Fraction, Ref>)(scale => Sample(n, scale)))];
    }

    /// <summary>One a sample.</summary>
    public Func<Fraction, Ref>[] All { get; }

    /// <summary>The window, 0.5 - 0.5 cos(2 pi n / N), times 2^46.</summary>
    public static long Window(int n, int length) => (FixedMath.One - FixedMath.Cosine(n, length)) << (WindowBits - 31);

    /// <summary>Largest size of a windowed sample.</summary>
    public static double Bound(int n, int length) => FullScale * Window(n, length) / (1L << WindowBits);

    private Ref Sample(int n, Fraction scale)
    {
        if (n == 0)
        {
            return default; // the window is 0 there
        }

        var node = pairs[n / 2];
        var value = new Value(node, n & 1) { Fraction = scale, Bound = Bound(n, length) };
        node.Outputs[n & 1] = value;
        return value.Ref;
    }
}
