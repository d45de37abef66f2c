using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The record, as the sensor writes it and a receiver reads it.</summary>
public sealed class CountRecordTests
{
    [Fact]
    public void Is_one_line_of_JSON_in_the_documented_form() => Assert.Equal(
        "{\"device\":\"yard-1\",\"boot\":3,\"sequence\":0,\"start\":\"2026-07-01T02:03:04Z\",\"length_s\":60.032,\"listened_s\":58,"
        + "\"lost_s\":1.984,\"load\":0.613,\"counts\":{\"cough\":2,\"bark\":0},\"model_checksum\":\"001a2b3c\",\"mean_score\":3.27,\"battery_mv\":3912,\"rssi_dbm\":-71,\"reset\":\"power-on\",\"records\":12}",
        Record().ToJson());

    [Fact]
    public void Leaves_out_what_is_not_known()
    {
        var record = Record();
        record.BatteryMillivolts = 0;
        record.Rssi = 0;
        record.ResetReason = WakeReason.Unknown;
        record.Records = 1;
        record.Counts = [0, 0];
        Assert.EndsWith(",\"mean_score\":null}", record.ToJson(), StringComparison.Ordinal);
        var read = PostedRecord.Parse(record.ToJson());
        Assert.Equal((null, null, null, null, 1), (read.MeanScore, read.BatteryMillivolts, read.Rssi, read.Reset, read.Records));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.004")]
    [InlineData(-128, "-0.5")]
    [InlineData(-3, "-0.012")]
    [InlineData(256, "1")]
    [InlineData(70000, "273.438")]
    public void A_mean_score_has_three_decimals(int peak, string text)
    {
        var record = Record();
        record.MeanPeak = peak;
        Assert.Contains($"\"mean_score\":{text},", record.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WakeReason.Wake, "wake")]
    [InlineData(WakeReason.PowerOn, "power-on")]
    [InlineData(WakeReason.Update, "update")]
    [InlineData(WakeReason.Watchdog, "watchdog")]
    [InlineData(WakeReason.Crash, "crash")]
    [InlineData(WakeReason.SafeMode, "safe-mode")]
    [InlineData(WakeReason.Unknown, null)]
    [InlineData(200, null)]
    public void A_reset_reason_has_a_name(byte reason, string? name) => Assert.Equal(name, WakeReason.TextOf(reason));

    [Fact]
    public void Has_no_start_when_the_clock_was_never_set()
    {
        var record = Record();
        record.StartTicks = 0;
        Assert.Contains("\"start\":null,", record.ToJson(), StringComparison.Ordinal);
        Assert.Null(PostedRecord.Parse(record.ToJson()).Start);
    }

    [Fact]
    public void Is_read_as_it_was_written()
    {
        var read = PostedRecord.Parse(Record().ToJson());
        Assert.Equal(("yard-1", 3, 0), read.Identity);
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 2, 3, 4, TimeSpan.Zero), read.Start);
        Assert.Equal((60.032, 58.0, "001a2b3c"), (read.LengthSeconds, read.ListenedSeconds, read.ModelChecksum));
        Assert.Equal((1.984, 0.613), (read.LostSeconds, read.Load));
        Assert.Equal((3.27, 3912, -71, "power-on", 12), (read.MeanScore, read.BatteryMillivolts, read.Rssi, read.Reset, read.Records));
        Assert.Equal([new("cough", 2), new("bark", 0)], read.Counts);
    }

    [Fact]
    public void Any_label_and_any_time_survive_the_round_trip() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        ArbMap.Default.ArbFor<int>(),
        (label, number) =>
        {
            // A lone surrogate is no text; .NET's reader refuses it, rightly.
            var text = label.Get.All(c => !char.IsSurrogate(c)) ? label.Get : "plain";
            var count = number & int.MaxValue;
            var record = Record();
            record.Labels = [text];
            record.Counts = [count];
            record.LengthMicroseconds = count * 1000003L;
            var read = PostedRecord.Parse(record.ToJson());
            Assert.Equal(new KeyValuePair<string, int>(text, count), Assert.Single(read.Counts));
            Assert.Equal(record.LengthMicroseconds, (long)Math.Round(read.LengthSeconds * 1e6));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_an_older_sensor_load_and_losses_are_unknown()
    {
        var read = PostedRecord.Parse(Record().ToJson().Replace("\"lost_s\":1.984,\"load\":0.613,", "", StringComparison.Ordinal));
        Assert.Null(read.LostSeconds);
        Assert.Null(read.Load);
    }

    [Fact]
    public void Unknown_fields_are_ignored() => Assert.Equal(
        2, PostedRecord.Parse(Record().ToJson().Replace("{\"device\"", "{\"battery_v\":3.7,\"signal\":{\"a\":[1]},\"device\"", StringComparison.Ordinal)).Counts["cough"]);

    [Theory]
    [InlineData("\"boot\":3", "\"boot\":0", "boot")]
    [InlineData("\"boot\":3", "\"boot\":3.5", "boot")]
    [InlineData("\"sequence\":0,", "", "sequence")]
    [InlineData("2026-07-01T02:03:04Z", "yesterday", "start")]
    [InlineData("60.032", "-1", "length_s")]
    [InlineData("60.032", "\"60\"", "length_s")]
    [InlineData("\"lost_s\":1.984", "\"lost_s\":-1", "lost_s")]
    [InlineData("\"load\":0.613", "\"load\":\"low\"", "load")]
    [InlineData("\"mean_score\":3.27", "\"mean_score\":\"high\"", "mean_score")]
    [InlineData("\"battery_mv\":3912", "\"battery_mv\":-1", "battery_mv")]
    [InlineData("\"rssi_dbm\":-71", "\"rssi_dbm\":\"weak\"", "rssi_dbm")]
    [InlineData("\"reset\":\"power-on\"", "\"reset\":3", "reset")]
    [InlineData("\"records\":12", "\"records\":0", "records")]
    [InlineData("\"cough\":2", "\"cough\":-2", "count")]
    [InlineData("{\"cough\":2,\"bark\":0}", "[2]", "counts")]
    [InlineData("001a2b3c", "1a2b3c", "model_checksum")]
    [InlineData("\"yard-1\"", "\"\"", "device")]
    [InlineData("}", "", "JSON")]
    public void A_wrong_field_is_named(string right, string wrong, string named)
    {
        var error = Assert.Throws<FormatException>(() => PostedRecord.Parse(Record().ToJson().Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Random_text_is_refused_and_nothing_else() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        text => Assert.Throws<FormatException>(() => PostedRecord.Parse(text.Get))).QuickCheckThrowOnFailure();

    private static CountRecord Record() => new()
    {
        Device = "yard-1",
        Boot = 3,
        StartTicks = new DateTime(2026, 7, 1, 2, 3, 4, DateTimeKind.Utc).Ticks,
        LengthMicroseconds = 60032000,
        ListenedMicroseconds = 58000000,
        LostMicroseconds = 1984000,
        LoadPermille = 613,
        Labels = ["cough", "bark"],
        Counts = [2, 0],
        ModelChecksum = 0x1A2B3C,
        MeanPeak = 837,
        BatteryMillivolts = 3912,
        Rssi = -71,
        ResetReason = WakeReason.PowerOn,
        Records = 12,
    };
}
