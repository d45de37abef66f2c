namespace Esp32Aed.Learning;

/// <summary>The mel scale of the HTK book, mel = 2595 log10(1 + f / 700).</summary>
public static class MelScale
{
    /// <summary>Mel of a frequency in Hz.</summary>
    public static double FromHertz(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    /// <summary>Frequency in Hz of a mel value.</summary>
    public static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    /// <summary>Edges of triangular bands that are equally wide on the mel scale.</summary>
    /// <param name="bands">Number of bands, B.</param>
    /// <param name="lowHertz">Lower edge of the first band.</param>
    /// <param name="highHertz">Upper edge of the last band.</param>
    /// <returns>B + 2 frequencies in Hz.</returns>
    public static double[] Edges(int bands, double lowHertz, double highHertz)
    {
        var low = FromHertz(lowHertz);
        var step = (FromHertz(highHertz) - low) / (bands + 1);
        return [.. Enumerable.Range(0, bands + 2).Select(edge => ToHertz(low + (edge * step)))];
    }

    /// <summary>Edges in bins, Q16, as a model file holds them.</summary>
    public static int[] ToBins(double[] hertz, int sampleRate, int frameLength) =>
        Array.ConvertAll(hertz, f => (int)Math.Round(f * frameLength / sampleRate * 65536));

    /// <summary>Edges in Hz of those that a model file holds in bins, Q16.</summary>
    public static double[] ToHertz(int[] bins, int sampleRate, int frameLength) =>
        Array.ConvertAll(bins, edge => edge / 65536.0 * sampleRate / frameLength);
}
