namespace Esp32Aed.Sound.Synth;

/// <summary>Levels of sounds held as double samples.</summary>
internal static class Level
{
    private const double Log2Of10 = 3.321928094887362;

    /// <summary>The amplitude factor 10^(dB / 20).</summary>
    public static double ToFactor(double decibels) => PortableMath.Exp2(decibels * (Log2Of10 / 20));

    /// <summary>The largest magnitude; 0 of an empty sound.</summary>
    public static double Peak(ReadOnlySpan<double> sound)
    {
        var peak = 0.0;
        foreach (var sample in sound)
        {
            peak = Math.Max(peak, Math.Abs(sample));
        }

        return peak;
    }

    /// <summary>Multiplies a sound in place.</summary>
    public static void Scale(Span<double> sound, double factor)
    {
        foreach (ref var sample in sound)
        {
            sample *= factor;
        }
    }

    /// <summary>Adds a sound to a track from sample <paramref name="start"/>; what would lie beyond the track's end is dropped.</summary>
    public static void Mix(Span<double> track, ReadOnlySpan<double> sound, int start, double factor = 1)
    {
        var length = Math.Min(sound.Length, track.Length - start);
        for (var i = 0; i < length; i++)
        {
            track[start + i] += factor * sound[i];
        }
    }
}
