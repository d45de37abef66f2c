using MathNet.Numerics.Distributions;

namespace Esp32Aed.Station;

/// <summary>A straight line through a battery's voltage since it was last charged, and the days until it is empty.</summary>
/// <param name="Millivolts">Mean of the last hour that has a record.</param>
/// <param name="PerDayMv">Slope of the line, millivolts a day; null where there is too little to draw one.</param>
/// <param name="DaysLeft">Until <see cref="EmptyMv"/>; null unless the voltage surely falls (95 %).</param>
/// <param name="DaysLeftLow">Days if it falls as fast as the slope's 95 % interval allows; null with <see cref="DaysLeft"/>.</param>
/// <param name="EmptyMv">Voltage taken as empty.</param>
public sealed record BatteryTrend(int Millivolts, double? PerDayMv, int? DaysLeft, int? DaysLeftLow, int EmptyMv)
{
    /// <summary>Where a board's 3.3 V regulator gives out with one Li-ion cell, millivolts.</summary>
    public const int Empty = 3300;

    private const int ChargeMv = 100;
    private const int FewestHours = 12;
    private const double ShortestDays = 1;
    private const double MostDays = 3650;

    /// <summary>Reads the trend of records in the order of time; null if none tells a voltage.</summary>
    public static BatteryTrend? Of(IEnumerable<SensorRecord> records)
    {
        var hours = records.Where(r => r.BatteryMillivolts is > 0)
            .GroupBy(r => r.StartMilliseconds / 3_600_000)
            .Select(h => (Day: h.Key / 24.0, Mv: h.Average(r => r.BatteryMillivolts!.Value)))
            .ToList();
        if (hours.Count == 0)
        {
            return null;
        }

        var now = (int)Math.Round(hours[^1].Mv);
        var charged = Enumerable.Range(1, hours.Count - 1).LastOrDefault(i => hours[i].Mv - hours[i - 1].Mv > ChargeMv);
        var points = hours[charged..];
        if (points.Count < FewestHours || points[^1].Day - points[0].Day < ShortestDays)
        {
            return new BatteryTrend(now, null, null, null, Empty);
        }

        var (slope, error) = Line(points);
        var steepest = slope - error;
        return slope + error < 0 && (now - Empty) / -slope < MostDays
            ? new BatteryTrend(now, slope, Days(slope), Days(steepest), Empty)
            : new BatteryTrend(now, slope, null, null, Empty);

        int Days(double perDay) => (int)Math.Max(0, (now - Empty) / -perDay);
    }

    private static (double Slope, double HalfWidth) Line(List<(double Day, double Mv)> points)
    {
        var (day, mv) = (points.Average(p => p.Day), points.Average(p => p.Mv));
        var spread = points.Sum(p => (p.Day - day) * (p.Day - day));
        var slope = points.Sum(p => (p.Day - day) * (p.Mv - mv)) / spread;
        var rest = points.Sum(p => Math.Pow(p.Mv - mv - (slope * (p.Day - day)), 2));
        var free = points.Count - 2;
        return (slope, StudentT.InvCDF(0, 1, free, 0.975) * Math.Sqrt(rest / free / spread));
    }
}
