namespace Esp32Aed.Sound;

/// <summary>
/// Chooses how to get from one rate to another. Whole ratios, which are the usual ones (48 and 16 kHz to 8 kHz), are decimated
/// here. Any other goes through libsamplerate, after decimation to between 1.25 and 2.5 times the wanted rate where the source
/// is faster: libsamplerate's cost grows with the ratio, and it is the slowest part of reading.
/// </summary>
internal static class RateConversion
{
    private const double LeastHeadroom = 1.25;
    private const double PassBand = 0.9;

    /// <summary>Puts the stages that are needed before <paramref name="output"/>.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="from">Rate of the source, samples per second.</param>
    /// <param name="to">Rate wanted.</param>
    /// <param name="output">Takes the converted samples.</param>
    /// <returns>Where to put the source's samples. To be disposed of when it can be.</returns>
    /// <exception cref="UserFaultException">libsamplerate is needed and missing.</exception>
    public static ISampleSink Into(string path, int from, int to, ISampleSink output)
    {
        if (from == to)
        {
            return output;
        }

        var nyquist = to / 2.0;
        if (from % to == 0)
        {
            // What lies between the Nyquist frequency and 1.1 of it folds back, damped, above 0.9 of it; the rest is 90 dB down.
            return new Decimator(from, from / to, PassBand * nyquist, (2 - PassBand) * nyquist, output);
        }

        var factor = (int)(from / (LeastHeadroom * to));
        if (factor < 2)
        {
            return new Resampler(path, from, to, output);
        }

        var between = (double)from / factor;
        return new Decimator(from, factor, PassBand * nyquist, between - nyquist, new Resampler(path, between, to, output));
    }
}
