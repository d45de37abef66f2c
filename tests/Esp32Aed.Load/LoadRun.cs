using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Esp32Aed.Station;

namespace Esp32Aed.Load;

/// <summary>One run: station, sensors, kills, and what is in the store at the end.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static async Task<LoadResult> RunAsync(LoadOptions options, string folder)
    {
        var acknowledged = new ConcurrentDictionary<(int Sensor, int Sequence), bool>();
        var wanted = options.Records / options.Sensors * options.Sensors;
        using var broker = options.IsMqtt ? new Broker(folder) : null;
        using var station = new StationUnderLoad(folder, options, broker?.Port);
        station.Start();
        using var store = StoreAddress.Make(options.Store, folder);
        if (broker is not null)
        {
            // The session at the broker must stand before the first record.
            await Task.Delay(TimeSpan.FromSeconds(2));
        }

        var clock = Stopwatch.StartNew();
        var sending = broker is null ? HttpSensors.PostAsync(station.Url, options, acknowledged) : MqttSensors.PostAsync(broker.Port, options, acknowledged);
        for (var kill = 1; kill <= options.Kills; kill++)
        {
            while (!sending.IsCompleted && acknowledged.Count < (long)wanted * kill / (options.Kills + 1))
            {
                await Task.Delay(1);
            }

            station.Kill();
            station.Start();
        }

        var times = await sending;
        using var client = new HttpClient { BaseAddress = station.Url };
        while ((options.Kills == 0 ? await StoredAsync(client) : Stored(store)) < wanted && clock.Elapsed < Longest)
        {
            await Task.Delay(options.Kills == 0 ? 20 : 500);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        station.Kill();
        store.Open();
        var stored = new Dictionary<RecordIdentity, int>();
        foreach (var record in store.Records(null, 0, long.MaxValue))
        {
            stored[record.Identity] = stored.GetValueOrDefault(record.Identity) + 1;
        }

        var counted = store.Totals(BucketSize.Day, 0, long.MaxValue).Where(s => s.Label == "cough").Sum(s => s.Count);
        var posted = acknowledged.Keys.Sum(k => (long)SensorRecords.CountOf(k.Sensor, k.Sequence));
        times.Sort();
        return new LoadResult
        {
            Stored = stored.Count,
            RecordsPerS = stored.Count / seconds,
            AckP50Ms = times.Count > 0 ? times[times.Count / 2] : 0,
            AckP99Ms = times.Count > 0 ? times[(int)(times.Count * 0.99)] : 0,
            RssMb = station.PeakMegabytes,
            Lost = acknowledged.Keys.Count(k => !stored.ContainsKey(new RecordIdentity(SensorRecords.NameOf(k.Sensor), 1, k.Sequence))),
            Doubled = stored.Values.Sum(n => n - 1),
            EventsMissingInSums = posted - counted,
            Kills = options.Kills,
        };
    }

    private static async Task<long> StoredAsync(HttpClient client)
    {
        const string Name = "aed_station_records_stored_total ";
        var metrics = await client.GetStringAsync("/metrics?devices=no");
        return long.Parse(metrics.Split('\n').Single(l => l.StartsWith(Name, StringComparison.Ordinal))[Name.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>What is in the store, for a station that was killed has forgotten what it counted.</summary>
    private static long Stored(SqlStore store)
    {
        try
        {
            return store.Totals(BucketSize.Day, 0, long.MaxValue).Where(s => s.Label.Length == 0).Sum(s => s.Records);
        }
        catch (StoreException)
        {
            return 0;
        }
    }
}

/// <summary>What a run showed.</summary>
internal sealed record LoadResult
{
    public int Stored { get; init; }

    public double RecordsPerS { get; init; }

    public double AckP50Ms { get; init; }

    public double AckP99Ms { get; init; }

    public double PeerRecordsPerS { get; init; }

    public double PeerRatio { get; init; }

    public double RssMb { get; init; }

    public int Lost { get; init; }

    public int Doubled { get; init; }

    public long EventsMissingInSums { get; init; }

    public int Kills { get; init; }
}
