namespace Esp32Aed.KernelGenerator;

/// <summary>Values that are elements of arrays.</summary>
internal static class ElementSource
{
    /// <summary>One value.</summary>
    public static Ref Make(string element, Fraction scale, double bound)
    {
        var node = new ElementNode(element);
        var value = new Value(node, 0) { Fraction = scale, Bound = bound };
        node.Outputs[0] = value;
        return value.Ref;
    }

    /// <summary>A spectrum of real values.</summary>
    /// <param name="length">Number of the values, M.</param>
    /// <param name="place">Where a part, real (false) or imaginary (true), of a bin is.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="bound">Its largest size.</param>
    public static Spectrum Spectrum(int length, Func<bool, int, string> place, Fraction scale, double bound)
    {
        int half = length / 2;
        return new Spectrum(
            [.. Enumerable.Range(0, half + 1).Select(k => Make(place(false, k), scale, bound))],
            [.. Enumerable.Range(0, half + 1).Select(k => k is 0 || k == half ? default : Make(place(true, k), scale, bound))]);
    }
}
