namespace Esp32Aed.Power;

/// <summary>A lithium-ion cell, or several in parallel.</summary>
/// <param name="CapacityMilliampereHours">Capacity at 25 °C, mAh.</param>
/// <param name="CapacitySource">Where it comes from.</param>
public sealed record Battery(double CapacityMilliampereHours, string CapacitySource)
{
    /// <summary>Voltage that energies are reckoned with.</summary>
    public const double NominalVolts = 3.7;

    private const double HoursOfAMonth = 30 * 24;

    // Degrees Celsius and share of the capacity at 25 degrees.
    private static readonly (double Celsius, double Share)[] ByTemperature = [(-20, 0.60), (-10, 0.75), (0, 0.80), (25, 1), (60, 1)];

    /// <summary>One cell of size 18650.</summary>
    public static Battery Cell18650 { get; } = new(2600, "Samsung SDI, specification ICR18650-26C, 3.1");

    /// <summary>Coldest temperature that is known, °C.</summary>
    public static double Coldest => ByTemperature[0].Celsius;

    /// <summary>Hottest temperature that is known, °C.</summary>
    public static double Hottest => ByTemperature[^1].Celsius;

    /// <summary>Where <see cref="ShareAt"/> comes from.</summary>
    public static string TemperatureSource => "Samsung SDI, specification INR18650-15L, 7.5 (discharged with 10 A: a small current gets more)";

    /// <summary>Share of the charge that the cell loses by itself in a month.</summary>
    public static Figure SelfDischarge { get; } = new(0.03, "2 to 3 % a month (diracdelta.co.uk, Self Discharge)");

    /// <summary>The current that empties the cell as its self-discharge does, mA.</summary>
    public double SelfDischargeMilliamperes => CapacityMilliampereHours * SelfDischarge.Value / HoursOfAMonth;

    /// <summary>Share of the capacity at 25 °C that is there at a temperature; straight lines between the points of the specification.</summary>
    /// <param name="celsius">From <see cref="Coldest"/> to <see cref="Hottest"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another temperature.</exception>
    public static double ShareAt(double celsius)
    {
        if (!(celsius >= Coldest && celsius <= Hottest))
        {
            throw new ArgumentOutOfRangeException(nameof(celsius));
        }

        var above = Array.FindIndex(ByTemperature, 1, point => celsius <= point.Celsius);
        var (low, high) = (ByTemperature[above - 1], ByTemperature[above]);
        return low.Share + ((high.Share - low.Share) * (celsius - low.Celsius) / (high.Celsius - low.Celsius));
    }
}
