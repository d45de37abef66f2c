namespace Esp32Aed.Learning.Training;

/// <summary>A recording as a microphone of another sensitivity would have given it.</summary>
public static class Gain
{
    /// <summary>Multiplies by a gain, rounds to the nearest 16-bit value (ties to even) and clips.</summary>
    public static short[] Apply(short[] samples, double decibels)
    {
        if (decibels == 0)
        {
            return samples;
        }

        var factor = Math.Pow(10, decibels / 20);
        return Array.ConvertAll(samples, sample => (short)Math.Clamp(Math.Round(sample * factor), short.MinValue, short.MaxValue));
    }
}
