namespace Esp32Aed.Power;

/// <summary>
/// Adds up the charge that a sensor takes from its cell. The carrier's own current flows whenever the chip is in any state, so it counts by
/// itself. Not safe for several threads.
/// </summary>
/// <param name="currents">What flows in each state.</param>
public sealed class EnergyMeter(Currents currents)
{
    private const double SecondsOfAnHour = 3600;
    private readonly double[] seconds = new double[Enum.GetValues<PowerState>().Length];

    /// <summary>Charge of all states, mAh at the cell.</summary>
    public double TotalMilliampereHours => Enum.GetValues<PowerState>().Sum(MilliampereHours);

    /// <summary>Energy of all states, mWh at the cell's nominal voltage.</summary>
    public double TotalMilliwattHours => TotalMilliampereHours * Battery.NominalVolts;

    /// <summary>Adds time in a state.</summary>
    /// <param name="state">Any but <see cref="PowerState.Carrier"/>, which adds itself.</param>
    /// <param name="duration">Seconds, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The carrier, or less than no time.</exception>
    public void Add(PowerState state, double duration)
    {
        if (state == PowerState.Carrier)
        {
            throw new ArgumentOutOfRangeException(nameof(state));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(duration);
        seconds[(int)state] += duration;
    }

    /// <summary>Time in a state, s; the carrier's is that of all states of the chip.</summary>
    public double Seconds(PowerState state) => state == PowerState.Carrier
        ? seconds[(int)PowerState.DeepSleep] + seconds[(int)PowerState.Processor] + seconds[(int)PowerState.RadioReceive] + seconds[(int)PowerState.RadioTransmit]
        : seconds[(int)state];

    /// <summary>Charge that a state took, mAh at the cell.</summary>
    public double MilliampereHours(PowerState state) => currents.FromCell(state) * Seconds(state) / SecondsOfAnHour;

    /// <summary>Energy that a state took, mWh at the cell's nominal voltage.</summary>
    public double MilliwattHours(PowerState state) => MilliampereHours(state) * Battery.NominalVolts;
}
