namespace Esp32Aed.Sound.Synth;

/// <summary>Where an event that stands alone is audible: what its label says.</summary>
internal static class AudibleSpan
{
    private const double AudibleFactor = 0.1;
    private const double EnvelopeSeconds = 0.02;

    /// <summary>
    /// First audible sample (magnitude within 20 dB of the event's peak) and end: the last sample at which the event's 20 ms RMS
    /// envelope (centred) is within 20 dB of that envelope's peak, plus one.
    /// </summary>
    public static (int Onset, int End) Of(ReadOnlySpan<double> sound, int sampleRate)
    {
        var threshold = AudibleFactor * Level.Peak(sound);
        var onset = 0;
        while (onset < sound.Length && Math.Abs(sound[onset]) < threshold)
        {
            onset++;
        }

        var power = CentredPower(sound, (int)(EnvelopeSeconds * sampleRate));
        var quietest = AudibleFactor * AudibleFactor * power.Max();
        return (onset, Array.FindLastIndex(power, p => p >= quietest) + 1);
    }

    private static double[] CentredPower(ReadOnlySpan<double> sound, int window)
    {
        var half = window / 2;
        var upTo = new double[sound.Length + 1];
        for (var i = 0; i < sound.Length; i++)
        {
            upTo[i + 1] = upTo[i] + (sound[i] * sound[i]);
        }

        var power = new double[sound.Length];
        for (var i = 0; i < sound.Length; i++)
        {
            power[i] = upTo[Math.Min(sound.Length, i + half)] - upTo[Math.Max(0, i - half)];
        }

        return power;
    }
}
