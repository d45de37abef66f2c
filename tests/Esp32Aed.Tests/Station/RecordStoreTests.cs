using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>What every store must do.</summary>
public abstract class RecordStoreTests : IDisposable
{
    private const long Ever = 4_000_000_000_000;
    private readonly List<SqlStore> stores = [];

    [Fact]
    public void Repeated_records_are_stored_once()
    {
        var store = Open();

        Assert.Equal([true, true, false], store.Insert([SomeRecords.One(sequence: 1), SomeRecords.One(sequence: 0), SomeRecords.One(sequence: 1, count: 9)]));
        Assert.Equal([false, true], store.Insert([SomeRecords.One(sequence: 0, start: SomeRecords.Noon.AddDays(40)), SomeRecords.One(boot: 2)]));

        Assert.Equal([(1, 0), (2, 0), (1, 1)], store.Records(null, 0, Ever).Select(r => (r.Boot, r.Sequence)));
        Assert.Equal(6, Total(store, "cough").Count);
        Assert.Equal(3, Total(store, string.Empty).Records);
    }

    [Fact]
    public void Sums_are_those_of_the_records()
    {
        var store = Open();
        var records = SomeRecords.Many(2000, seed: 1);
        var kept = new List<SensorRecord>();
        foreach (var batch in records.Chunk(170))
        {
            var isNew = store.Insert(batch);
            kept.AddRange(batch.Where((_, i) => isNew[i]));
        }

        Assert.Equal(2000, kept.Count);
        Assert.Equal(2000, kept.Select(r => r.Identity).Distinct().Count());
        AssertSums(store, kept);
    }

    [Fact]
    public void Deleted_records_stay_in_the_sums_and_are_known_when_they_come_again()
    {
        var store = Open();
        var records = SomeRecords.Many(500, seed: 2);
        var isNew = store.Insert(records);
        List<SensorRecord> kept = [.. records.Where((_, i) => isNew[i])];
        var limit = SomeRecords.Noon.AddDays(45).ToUnixTimeMilliseconds();

        Assert.Equal(kept.Count(r => r.StartMilliseconds < limit), store.Retire(limit));

        Assert.Equal(kept.Count(r => r.StartMilliseconds >= limit), store.Records(null, 0, Ever).Count());
        AssertSums(store, kept);
        Assert.DoesNotContain(true, store.Insert(records));
        AssertSums(store, kept);
        Assert.Equal(0, store.Retire(limit));
        Assert.Equal([true], store.Insert([SomeRecords.One(boot: 99, start: SomeRecords.Noon)]));
    }

    [Fact]
    public void Two_stations_at_once_store_everything_once()
    {
        var first = Open();
        var second = Another(first);
        second.Open();
        var records = SomeRecords.Many(1500, seed: 3);
        var other = records.ToArray();
        new Random(4).Shuffle(other);
        var stored = new int[2];

        Parallel.Invoke(
            () => stored[0] = records.Chunk(50).Sum(batch => first.Insert(batch).Count(n => n)),
            () => stored[1] = other.Chunk(70).Sum(batch => second.Insert(batch).Count(n => n)));

        Assert.Equal(1500, stored.Sum());
        AssertSums(first, [.. first.Records(null, 0, Ever)]);
        Assert.Equal(1500, first.Records(null, 0, Ever).Count());
    }

    [Fact]
    public void All_that_a_record_says_comes_back()
    {
        var store = Open();
        var full = SomeRecords.One() with
        {
            Counts = [new LabelCount("'; DROP TABLE records; --", 1), new LabelCount("<script>alert(1)</script>", 2), new LabelCount("Gähnen 😀", 0)],
            Load = 1.25,
            MeanScore = -3.5,
            BatteryMillivolts = 3712,
            RssiDbm = -71,
            Reset = "watchdog 'x'",
            Crash = """{"stack":[1,2]}""",
            Update = "\"applied\"",
            Records = 7,
            IsDatedByArrival = true,
        };
        store.Insert([full, SomeRecords.One(sequence: 1)]);

        Assert.Equal(RecordJson.Of(full), RecordJson.Of(store.Records("yard-1", 0, Ever).First()));
        Assert.Equal(RecordJson.Of(SomeRecords.One(sequence: 1)), RecordJson.Of(store.Records("yard-1", 0, Ever).Last()));
        Assert.Equal(4, store.Labels("yard-1").Count);
        Assert.Equal(1, Total(store, "'; DROP TABLE records; --").Count);
        Assert.Empty(store.Records("yard-2", 0, Ever));
    }

    [Fact]
    public void A_device_shows_its_newest_record_and_its_rhythm()
    {
        var store = Open();
        store.Insert([SomeRecords.One(sequence: 5)]);
        store.Insert([SomeRecords.One(sequence: 3) with { ArrivedMilliseconds = SomeRecords.One(sequence: 5).ArrivedMilliseconds + 900_000 }]);
        var device = Assert.Single(store.Devices());

        Assert.Equal(RecordJson.Of(SomeRecords.One(sequence: 5)), device.LastRecord);
        Assert.Equal(900_000, device.PostGapMilliseconds);
        store.Insert([SomeRecords.One(boot: 2) with { ArrivedMilliseconds = device.LastSeenMilliseconds!.Value + 500_000 }]);
        Assert.Contains("\"boot\":2", store.Devices()[0].LastRecord, StringComparison.Ordinal);
        Assert.Equal(800_000, store.Devices()[0].PostGapMilliseconds);
    }

    [Fact]
    public void Devices_are_added_rotated_and_revoked()
    {
        var store = Open();
        store.SetDevice("a", "hash1", "key1");
        store.Insert([SomeRecords.One("a"), SomeRecords.One("b")]);
        store.SetDevice("a", "hash2", "key2");

        Assert.Equal([("a", "hash2", "key2"), ("b", null, null)], store.Devices().Select(d => (d.Name, d.TokenHash, d.Key)));
        Assert.True(store.Revoke("a"));
        Assert.False(store.Revoke("c"));
        Assert.Equal([(null, true), (null, false)], store.Devices().Select(d => (d.TokenHash, d.IsRevoked)));
        store.SetDevice("a", "hash3", "key3");
        Assert.False(store.Devices()[0].IsRevoked);
    }

    [Fact]
    public void A_store_is_opened_again_with_all_that_is_in_it()
    {
        var store = Open();
        store.Insert([SomeRecords.One()]);
        var again = Another(store);
        again.Open();

        Assert.Equal([false], again.Insert([SomeRecords.One()]));
        Assert.Single(again.Records(null, 0, Ever));
    }

    [Theory]
    [InlineData("aed_devices", 1)]
    [InlineData("aed_records", 2)]
    [InlineData("aed_minutes", 4)]
    [InlineData("aed_hours", 2)]
    [InlineData("aed_days", 2)]
    public void Views_for_other_programs_have_a_row_for_each(string view, int rows)
    {
        var store = Open();
        store.Insert([SomeRecords.One(sequence: 0), SomeRecords.One(sequence: 1)]);

        Assert.Equal(rows, RowsOf(store, view));
    }

    public void Dispose()
    {
        foreach (var store in stores)
        {
            store.Dispose();
        }

        CleanUp();
        GC.SuppressFinalize(this);
    }

    /// <summary>An empty store.</summary>
    protected abstract SqlStore Make();

    /// <summary>A second station's view of the same store.</summary>
    protected abstract SqlStore MakeAnother(SqlStore store);

    /// <summary>Number of rows of a view, read with every column.</summary>
    protected abstract int RowsOf(SqlStore store, string view);

    protected virtual void CleanUp()
    {
    }

    private static DeviceSum Total(SqlStore store, string label) => store.Totals(BucketSize.Day, 0, Ever).Single(s => s.Label == label);

    private static void AssertSums(SqlStore store, List<SensorRecord> records)
    {
        foreach (var size in Enum.GetValues<BucketSize>())
        {
            var expected = records
                .SelectMany(r => r.Counts.Append(new LabelCount(string.Empty, r.Counts.Sum(c => c.Count))).Select(c => (Record: r, c.Label, c.Count)))
                .GroupBy(x => (x.Record.Device, x.Label, Start: x.Record.StartMilliseconds / ((int)size * 1000L) * (int)size * 1000L))
                .Select(g => (g.Key.Device, g.Key.Label, new SumBucket(
                    g.Key.Start,
                    g.Sum(x => x.Count),
                    g.Sum(x => x.Record.ListenedMilliseconds),
                    g.Sum(x => x.Record.LengthMilliseconds),
                    g.Sum(x => x.Record.LostMilliseconds),
                    g.Count())))
                .OrderBy(x => x, Comparer<(string, string, SumBucket)>.Create((a, b) =>
                    string.CompareOrdinal(a.Item1, b.Item1) is not 0 and var device ? device
                    : string.CompareOrdinal(a.Item2, b.Item2) is not 0 and var label ? label
                    : a.Item3.StartMilliseconds.CompareTo(b.Item3.StartMilliseconds)));
            var actual = store.Devices().Select(d => d.Name).Order(StringComparer.Ordinal)
                .SelectMany(d => store.Labels(d).Prepend(string.Empty).Order(StringComparer.Ordinal).SelectMany(l => store.Buckets(d, l, size, 0, Ever).Select(b => (d, l, b))));
            Assert.Equal(expected, actual);
        }
    }

    private SqlStore Open()
    {
        var store = Make();
        stores.Add(store);
        store.Open();
        return store;
    }

    private SqlStore Another(SqlStore store)
    {
        var another = MakeAnother(store);
        stores.Add(another);
        return another;
    }
}
