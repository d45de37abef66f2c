using Esp32Aed.Station;

namespace Esp32Aed.Page;

/// <summary>Five sensors of different kinds, with up to a month of records that end now.</summary>
internal static class SeededFleet
{
    public const int MonthOfMinutes = 43_200;

    /// <summary>A label that would be a picture with a script if a page took it for markup.</summary>
    public const string HostileLabel = "<img src=x onerror=document.title='hit'>";

    private const int Batch = 4000;

    /// <summary>Stores them.</summary>
    public static void Store(IRecordStore store, DateTimeOffset now)
    {
        var random = new Random(6);
        InsertAsPosted(store, [.. Yard(now, random)]);
        InsertAsPosted(store, [.. Barn(now.AddHours(-3), random)]);
        InsertAsPosted(store, [.. Tank(now, random)]);

        store.Insert([One("kitchen", 0, now.AddMinutes(-1), 60, 60, ("cough", 0), (HostileLabel, 3))]);
        store.Insert([.. Enumerable.Range(0, 48).Select(i => One("yard-2", i, now.AddMinutes((i - 48) * 30), 1800, 1790, ("cough", random.Next(4))) with { BatteryMillivolts = 3650 })]);
    }

    /// <summary>An alert on silent sensors, which has rung of the barn for two hours.</summary>
    public static void Silence(AlertStore alerts, DateTimeOffset now)
    {
        var rule = alerts.Add(new AlertRule(AlertKind.Silent, null, string.Empty, null, null, null) { CreatedMilliseconds = now.ToUnixTimeMilliseconds() })!;
        alerts.Change(new AlertState(rule.Id, "barn", true, now.AddHours(-2).ToUnixTimeMilliseconds(), new AlertReading(3600)), rule.Webhook, string.Empty);
    }

    /// <summary>The last ones one by one, as they come: the store learns a sensor's rhythm.</summary>
    private static void InsertAsPosted(IRecordStore store, SensorRecord[] records)
    {
        foreach (var batch in records[..^40].Chunk(Batch))
        {
            store.Insert(batch);
        }

        foreach (var record in records[^40..])
        {
            store.Insert([record]);
        }
    }

    private static IEnumerable<SensorRecord> Yard(DateTimeOffset now, Random random)
    {
        for (var i = 0; i < MonthOfMinutes; i++)
        {
            var start = now.AddMinutes(i - MonthOfMinutes);
            var night = 0.25 + (0.2 * Math.Cos(2 * Math.PI * (start.TimeOfDay.TotalHours - 3) / 24));
            var listened = i % 4000 < 300 ? 20 : 59.2;
            yield return One("yard-1", i, start, 60, listened, ("bark", random.NextDouble() < night / 2 ? random.Next(1, 6) : 0), ("cough", random.NextDouble() < night ? random.Next(1, 3) : 0))
                with
            { BatteryMillivolts = 4150 - (i / 80) + random.Next(-8, 9), RssiDbm = -66 + random.Next(-4, 5), Load = 0.61, LostMilliseconds = i % 7 == 0 ? 64 : 0 };
        }
    }

    /// <summary>Listens three minutes of fifteen; for ten hours some days ago nothing came, and nothing comes since three hours.</summary>
    private static IEnumerable<SensorRecord> Barn(DateTimeOffset last, Random random) => Enumerable.Range(0, 960).Where(i => i is < 500 or >= 540).Select(i =>
        One("barn", i, last.AddMinutes((i - 960) * 15), 900, 180, ("cough", random.Next(3))) with
        {
            BatteryMillivolts = 3900 - (i / 3),
            RssiDbm = -82,
            Load = 0.58,
        });

    /// <summary>A week of fermentation.</summary>
    private static IEnumerable<SensorRecord> Tank(DateTimeOffset now, Random random) => Enumerable.Range(0, 2016).Select(i =>
    {
        var days = i / 288.0;
        var perMinute = 38 * days * days * Math.Exp(-1.6 * days) + 0.4;
        return One("tank-1", i, now.AddMinutes((i - 2016) * 5), 300, 299, ("bubble", (long)Math.Round((perMinute * 5) + (random.NextDouble() * 2))));
    });

    private static SensorRecord One(string device, int sequence, DateTimeOffset start, double length, double listened, params (string Label, long Count)[] counts) => new(
        device,
        1,
        sequence,
        start.ToUnixTimeMilliseconds(),
        (long)(length * 1000),
        (long)(listened * 1000),
        [.. counts.OrderBy(c => c.Label, StringComparer.Ordinal).Select(c => new LabelCount(c.Label, c.Count))],
        "1a2b3c4d")
    {
        ArrivedMilliseconds = start.AddSeconds(length).ToUnixTimeMilliseconds(),
    };
}
