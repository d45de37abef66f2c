using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>What must be true of a store whatever happened to its stations.</summary>
internal static class StoredOnce
{
    /// <summary>All that was acknowledged is in the store, nothing twice, and the sums are those of the records.</summary>
    public static void Check(SqlStore store, IEnumerable<RecordIdentity> acknowledged)
    {
        store.Open();
        List<SensorRecord> stored = [.. store.Records(null, 0, long.MaxValue)];
        var identities = stored.Select(r => r.Identity).ToHashSet();
        Assert.Equal(stored.Count, identities.Count);
        Assert.DoesNotContain(acknowledged, identity => !identities.Contains(identity));
        Assert.Equal(stored.Sum(r => r.Counts.Sum(c => c.Count)), store.Totals(BucketSize.Day, 0, long.MaxValue).Where(s => s.Label == "cough").Sum(s => s.Count));
    }
}
