using System.Text;
using Esp32Aed.Sensor;
using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

public sealed class PostTests
{
    private static readonly DateTimeOffset Now = SomeRecords.Noon;

    public static TheoryData<string, string> BadRecords => new()
    {
        { "\"device\":\"yard-1\"", "\"device\":\"\"" },
        { "\"device\":\"yard-1\"", "\"device\":\"a b\"" },
        { "\"device\":\"yard-1\"", "\"device\":\"x'; DROP TABLE records; --\"" },
        { "\"device\":\"yard-1\"", "\"device\":\"<script>alert(1)</script>\"" },
        { "\"device\":\"yard-1\"", "\"device\":\"../../etc/passwd\"" },
        { "\"device\":\"yard-1\"", "\"device\":\"123456789012345678901234567890123\"" },
        { "\"device\":\"yard-1\"", "\"device\":7" },
        { "\"device\":\"yard-1\"", "\"device\":\"\\ud800\"" },
        { "\"device\":\"yard-1\",", string.Empty },
        { "\"boot\":1", "\"boot\":0" },
        { "\"boot\":1", "\"boot\":2147483648" },
        { "\"boot\":1", "\"boot\":1.5" },
        { "\"boot\":1", "\"boot\":\"1\"" },
        { "\"sequence\":0", "\"sequence\":-1" },
        { "\"sequence\":0", "\"sequence\":null" },
        { "\"sequence\":0", "\"sequence\":1e99" },
        { "\"2026-07-01T12:00:00Z\"", "\"2026-07-02T12:00:01Z\"" },
        { "\"2026-07-01T12:00:00Z\"", "\"1970-01-01T00:00:00Z\"" },
        { "\"2026-07-01T12:00:00Z\"", "\"yesterday\"" },
        { "\"2026-07-01T12:00:00Z\"", "1782907200" },
        { "\"length_s\":60.032", "\"length_s\":-1" },
        { "\"length_s\":60.032", "\"length_s\":1e300" },
        { "\"length_s\":60.032", "\"length_s\":\"60\"" },
        { "\"listened_s\":58.016", "\"listened_s\":65" },
        { "\"listened_s\":58.016,", string.Empty },
        { "\"lost_s\":0.016", "\"lost_s\":-0.5" },
        { "\"load\":0.61", "\"load\":-1" },
        { "\"load\":0.61", "\"load\":[]" },
        { "{\"cough\":2}", "{\"cough\":-1}" },
        { "{\"cough\":2}", "{\"cough\":2.5}" },
        { "{\"cough\":2}", "{\"cough\":2147483648}" },
        { "{\"cough\":2}", "{\"\":2}" },
        { "{\"cough\":2}", "{\"a\\u0000b\":2}" },
        { "{\"cough\":2}", "{\"a\\ud800b\":2}" },
        { "{\"cough\":2}", "[]" },
        { "{\"cough\":2}", "{\"cough\":{}}" },
        { "\"1a2b3c4d\"", "\"1a2b3c4\"" },
        { "\"1a2b3c4d\"", "\"zzzzzzzz\"" },
        { "\"load\":0.61", "\"battery_mv\":-1" },
        { "\"load\":0.61", "\"rssi_dbm\":3.5" },
        { "\"load\":0.61", "\"reset\":5" },
        { "\"load\":0.61", "\"reset\":\"a\\nb\"" },
        { "\"load\":0.61", "\"records\":0" },
        { "\"load\":0.61", "\"crash\":\"a\\u0000b\"" },
    };

    [Theory]
    [MemberData(nameof(BadRecords))]
    public void A_bad_record_is_refused_with_one_line(string good, string bad)
    {
        var json = SomeRecords.Json();
        Assert.Contains(good, json, StringComparison.Ordinal);
        var post = Read(json.Replace(good, bad, StringComparison.Ordinal));

        Assert.Empty(post.Records);
        var reason = Assert.Single(post.Refused).Reason;
        Assert.NotEmpty(reason);
        Assert.DoesNotContain('\n', reason);
        Assert.True(reason.Length < 200, reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"device\":\"yard-1\",\"boot\":1")]
    [InlineData("nonsense")]
    [InlineData("{} {}")]
    [InlineData("[[[[[[[[[[[[]]]]]]]]]]]]")]
    public void What_is_no_JSON_is_refused_as_a_whole(string body) => Refused(Encoding.UTF8.GetBytes(body), "not JSON");

    [Fact]
    public void Other_encodings_are_refused()
    {
        Refused([.. Encoding.UTF8.GetBytes("{\"device\":\""), 0xC3, 0x28, .. "\"}"u8], "not UTF-8");
        Refused(Encoding.Unicode.GetBytes(SomeRecords.Json()), string.Empty);
        Refused(Encoding.Latin1.GetBytes(SomeRecords.Json().Replace("cough", "gähnen", StringComparison.Ordinal)), "not UTF-8");
    }

    [Fact]
    public void Depth_and_size_are_limited()
    {
        Refused(Encoding.UTF8.GetBytes(new string('[', 100_000)), "not JSON");
        Refused(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5000))), "not JSON");
        Refused(Encoding.UTF8.GetBytes(SomeRecords.Json()[..^1] + $",\"more\":\"{new string('x', Post.MostRecordBytes)}\"}}"), "bytes");
        Refused(new byte[Post.MostBytes + 1], "bytes");
        Refused(Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("1", Post.MostRecords + 1)) + "]"), "records");
    }

    [Fact]
    public void Good_records_of_a_mixed_array_are_kept()
    {
        var post = Read($"[{SomeRecords.Json()},{SomeRecords.Json(sequence: -1)},7,{SomeRecords.Json("other")},{SomeRecords.Json(sequence: 1)}]", d => d == "other" ? "not yours" : null);

        Assert.True(post.IsArray);
        Assert.Equal([0, 1], post.Records.Select(r => r.Sequence));
        Assert.Equal([(1, false), (2, false), (3, true)], post.Refused.Select(r => (r.Index, r.IsForbidden)));
    }

    [Fact]
    public void A_sensor_without_the_time_is_dated_by_arrival()
    {
        var record = Assert.Single(Read(SomeRecords.Json().Replace("\"2026-07-01T12:00:00Z\"", "null", StringComparison.Ordinal)).Records);

        Assert.True(record.IsDatedByArrival);
        Assert.Equal(Now.AddMilliseconds(-60_032).ToUnixTimeMilliseconds(), record.StartMilliseconds);
    }

    [Fact]
    public void Unknown_fields_are_ignored_and_optional_ones_read()
    {
        var record = Assert.Single(Read(SomeRecords.Json()[..^1] + ""","records":3,"mean_score":1.5,"battery_mv":3700,"rssi_dbm":-70,"reset":"power","crash":{"at":"x"},"update":"done","new":[{}]}""").Records);

        Assert.Equal((3, 1.5, 3700, -70, "power", "{\"at\":\"x\"}", "\"done\""), (record.Records, record.MeanScore, record.BatteryMillivolts, record.RssiDbm, record.Reset, record.Crash, record.Update));
    }

    [Fact]
    public void What_the_sensor_writes_is_read()
    {
        var sent = new CountRecord
        {
            Device = "yard-1",
            Boot = 3,
            Sequence = 7,
            StartTicks = Now.UtcTicks,
            LengthMicroseconds = 60_032_000,
            ListenedMicroseconds = 58_016_000,
            LostMicroseconds = 2_016_000,
            LoadPermille = 613,
            Labels = ["a \"b\" \\ <i>\u007f", "cough"],
            Counts = [0, 2],
            ModelChecksum = 0x1a2b3c4d,
            BatteryMillivolts = 3712,
            Rssi = -71,
            Crash = "posting: \"x\"\n",
            Records = 12,
        };
        var record = Assert.Single(Read(sent.ToJson()).Records);

        Assert.Equal(new RecordIdentity("yard-1", 3, 7), record.Identity);
        Assert.Equal((Now.ToUnixTimeMilliseconds(), 60_032, 58_016, 2_016), (record.StartMilliseconds, record.LengthMilliseconds, record.ListenedMilliseconds, record.LostMilliseconds));
        Assert.Equal([("a \"b\" \\ <i>\u007f", 0), ("cough", 2)], record.Counts.Select(c => (c.Label, c.Count)));
        Assert.Equal(("1a2b3c4d", 0.613, 3712, -71, 12), (record.ModelChecksum, record.Load, record.BatteryMillivolts, record.RssiDbm, record.Records));
        Assert.NotNull(record.Crash);
    }

    private static Post Read(string json, Func<string, string?>? mayPost = null) => Post.Read(Encoding.UTF8.GetBytes(json), Now, mayPost ?? (_ => null));

    private static void Refused(byte[] body, string word)
    {
        var error = Assert.Throws<FormatException>(() => Post.Read(body, Now, _ => null));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
