namespace Esp32Aed.Tflite;

/// <summary>A recording as sound classifiers take it: windows of samples that overlap by half.</summary>
public static class SoundWindows
{
    /// <summary>The rate that public sound classifiers hear at, Hz.</summary>
    public const int SampleRate = 16000;

    private const float FullScale = 32768;

    /// <summary>Samples from the start of one window to that of the next.</summary>
    /// <param name="length">Samples of a window.</param>
    public static int Hop(int length) => Math.Max(1, length / 2);

    /// <summary>Cuts a recording; an incomplete tail is left out, and what is shorter than one window is followed by silence.</summary>
    /// <param name="samples">Samples at <see cref="SampleRate"/>.</param>
    /// <param name="length">Samples of a window.</param>
    /// <returns>The windows in their order, one at least, -1 to 1.</returns>
    public static IEnumerable<float[]> Of(short[] samples, int length)
    {
        for (var from = 0; from == 0 || from + length <= samples.Length; from += Hop(length))
        {
            var window = new float[length];
            for (var i = 0; i < length && from + i < samples.Length; i++)
            {
                window[i] = samples[from + i] / FullScale;
            }

            yield return window;
        }
    }
}
