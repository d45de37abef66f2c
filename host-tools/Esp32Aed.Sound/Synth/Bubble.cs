namespace Esp32Aed.Sound.Synth;

/// <summary>
/// One gas bubble that has just closed under water and rings.
/// <list type="bullet">
/// <item>Frequency: M. Minnaert, "On musical air-bubbles and the sounds of running water", Philosophical Magazine 16, 1933.</item>
/// <item>Damping, rise and loudness: K. van den Doel, "Physically based models for liquid sounds", ACM Transactions on Applied
/// Perception 2(4), 2005: s(t) = a^(3/2) sin(2 pi f t (1 + xi d t)) e^(-d t).</item>
/// </list>
/// </summary>
/// <param name="Radius">a, in metres: millimetres in an airlock.</param>
/// <param name="Rise">xi, how fast the pitch rises as the bubble nears the surface: 0 (deep) to about 0.1.</param>
public readonly record struct Bubble(double Radius, double Rise)
{
    private const double HeatCapacityRatioOfCarbonDioxide = 1.30;
    private const double AirPressurePascal = 101_325;
    private const double WaterDensity = 998;
    private const double SilentBelowDb = -60;

    /// <summary>Minnaert's resonance f = sqrt(3 gamma p0 / rho) / (2 pi a), in Hz: 1056 Hz for 3 mm of carbon dioxide.</summary>
    public double Frequency =>
        Math.Sqrt(3 * HeatCapacityRatioOfCarbonDioxide * AirPressurePascal / WaterDensity) / (2 * Math.PI * Radius);

    /// <summary>d = 0.13 / a + 0.0072 a^(-3/2), per second: radiation, and heat conduction.</summary>
    public double Damping => (0.13 / Radius) + (0.0072 * Math.Pow(Radius, -1.5));

    /// <summary>The sound until it has fallen by 60 dB, at the given sample rate; amplitude 1 for a radius of 3 mm.</summary>
    public double[] Ring(int sampleRate)
    {
        var seconds = -SilentBelowDb / 20 * Math.Log(10) / Damping;
        var amplitude = Math.Pow(Radius / 0.003, 1.5);
        var sound = new double[(int)Math.Ceiling(seconds * sampleRate)];
        for (var i = 0; i < sound.Length; i++)
        {
            var t = (double)i / sampleRate;
            sound[i] = amplitude * Math.Sin(2 * Math.PI * Frequency * t * (1 + (Rise * Damping * t))) * Math.Exp(-Damping * t);
        }

        return sound;
    }
}
