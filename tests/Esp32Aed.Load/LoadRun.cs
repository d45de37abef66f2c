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
        var wanted = (options.Each + 1) * options.Sensors;
        using var broker = options.IsMqtt ? Broker.Start(folder) : null;
        using var station = new StationUnderLoad(folder, options, broker?.Port);
        station.Start();
        using var store = StoreAddress.Make(options.Store, folder);
        using var client = new HttpClient { BaseAddress = station.Url };
        await PostAsync(SequenceRange.WarmUp);
        await UntilAsync(options.Sensors, () => StoredAsync(client), 100);
        var cpu = station.CpuSeconds;
        var clock = Stopwatch.StartNew();
        var sending = PostAsync(SequenceRange.Of(options));
        for (var kill = 1; kill <= options.Kills; kill++)
        {
            while (!sending.IsCompleted && acknowledged.Count < options.Sensors + ((long)options.Each * options.Sensors * kill / (options.Kills + 1)))
            {
                await Task.Delay(1);
            }

            station.Kill();
            station.Start();
        }

        var times = await sending;
        await (options.Kills == 0 ? UntilAsync(wanted, () => StoredAsync(client), 100) : UntilAsync(wanted, () => Task.FromResult(Stored(store)), 500));
        var seconds = clock.Elapsed.TotalSeconds;
        cpu = options.Kills == 0 ? station.CpuSeconds - cpu : 0;
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
            RecordsPerS = (stored.Count - options.Sensors) / seconds,
            AckP50Ms = times.Count > 0 ? times[times.Count / 2] : 0,
            AckP99Ms = times.Count > 0 ? times[(int)(times.Count * 0.99)] : 0,
            StationCpuUs = cpu / (options.Each * options.Sensors) * 1e6,
            RssMb = station.PeakMegabytes,
            Lost = acknowledged.Keys.Count(k => !stored.ContainsKey(new RecordIdentity(SensorRecords.NameOf(k.Sensor), 1, k.Sequence))),
            Doubled = stored.Values.Sum(n => n - 1),
            EventsMissingInSums = posted - counted,
            Kills = options.Kills,
        };

        Task<List<double>> PostAsync(SequenceRange range) => broker is null
            ? HttpSensors.PostAsync(new Uri(station.Url, "counts"), HttpSensors.Json, options, range, acknowledged)
            : MqttSensors.PostAsync(broker.Port, options, range, acknowledged);
    }

    private static async Task UntilAsync(int wanted, Func<Task<long>> stored, int pauseMilliseconds)
    {
        for (var clock = Stopwatch.StartNew(); await stored() < wanted && clock.Elapsed < Longest;)
        {
            await Task.Delay(pauseMilliseconds);
        }
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
