namespace Esp32Aed.Learning.Errors.Page;

/// <summary>A spectrogram as an image: a pixel for each frame and mel band, low bands at the bottom, the clip's quietest value black.</summary>
internal static class SpectrogramImage
{
    private static readonly (int Red, int Green, int Blue)[] Stops =
        [(0, 0, 0), (52, 18, 92), (132, 40, 120), (214, 74, 92), (250, 158, 90), (255, 250, 200)];

    private static readonly byte[] Palette = MakePalette();

    /// <summary>The image of [frame][band] values, PNG.</summary>
    public static byte[] Of(IReadOnlyList<ushort[]> logMel)
    {
        var (frames, bands) = (logMel.Count, logMel[0].Length);
        int least = logMel.Min(frame => frame.Min());
        var range = Math.Max(logMel.Max(frame => frame.Max()) - least, 1);
        var pixels = new byte[frames * bands];
        for (var t = 0; t < frames; t++)
        {
            for (var b = 0; b < bands; b++)
            {
                pixels[((bands - 1 - b) * frames) + t] = (byte)((logMel[t][b] - least) * 255 / range);
            }
        }

        return PngImage.Write(pixels, frames, Palette);
    }

    private static byte[] MakePalette()
    {
        var palette = new byte[256 * 3];
        for (var i = 0; i < 256; i++)
        {
            var at = i * (Stops.Length - 1) / 255.0;
            var stop = Math.Min((int)at, Stops.Length - 2);
            var (from, to, part) = (Stops[stop], Stops[stop + 1], at - stop);
            palette[3 * i] = Mix(from.Red, to.Red, part);
            palette[(3 * i) + 1] = Mix(from.Green, to.Green, part);
            palette[(3 * i) + 2] = Mix(from.Blue, to.Blue, part);
        }

        return palette;
    }

    private static byte Mix(int from, int to, double part) => (byte)Math.Round(from + ((to - from) * part));
}
