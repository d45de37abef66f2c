using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Label tracks as Audacity and people write them.</summary>
public sealed class LabelTrackTests : IDisposable
{
    private readonly SoundFixture files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("1.5\t2.25\tcough\n")]
    [InlineData("1,5\t2,25\tcough\n")]
    [InlineData("1.5\t2.25\tcough\r\n")]
    [InlineData("1.5\t2.25\tcough\r")]
    [InlineData("\uFEFF1.5\t2.25\tcough")]
    [InlineData("\n\n1.5\t2.25\tcough\n   \n")]
    [InlineData("1.5\t2.25\tcough\n\\\t100.0\t2000.0\n")]
    [InlineData(" 1.5 \t 2.25 \t cough \n")]
    [InlineData("15e-1\t2.25\tcough")]
    public void One_label_in_many_hands(string text)
    {
        Assert.Equal([new LabelledEvent(1.5, 2.25, "cough")], Read(text));
        Assert.Empty(files.Warnings);
    }

    [Theory]
    [InlineData("1\t2\tdry, short", "dry, short")]
    [InlineData("1\t2\tcough\tloud", "cough\tloud")]
    [InlineData("1\t2\tHüsteln 咳", "Hüsteln 咳")]
    public void A_label_is_the_rest_of_its_line(string text, string label) => Assert.Equal(label, Assert.Single(Read(text)).Label);

    [Fact]
    public void An_empty_track_says_no_events() => Assert.Empty(Read(""));

    [Fact]
    public void Out_of_order_is_sorted_and_reported_once()
    {
        var events = Read("5\t6\tc\n1\t2\ta\n3\t4\tb\n2\t3\td\n");

        Assert.Equal([1, 2, 3, 5], events.Select(e => e.Onset));
        AssertWarning(2, "out of order");
    }

    [Fact]
    public void Overlap_of_one_label_is_kept_and_reported()
    {
        Assert.Equal(2, Read("1\t3\tcough\n2\t4\tcough\n").Count);
        AssertWarning(2, "overlaps the 'cough' of line 1");
    }

    [Fact]
    public void A_long_event_is_seen_behind_a_short_one()
    {
        Read("1\t9\tcough\n2\t3\tcough\n5\t6\tcough\n");

        Assert.Equal(2, files.Warnings.Count);
        Assert.All(files.Warnings, warning => Assert.Contains("of line 1", warning, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1\t3\tcough\n2\t4\tsneeze\n")]
    [InlineData("1\t2\tcough\n2\t3\tcough\n")]
    public void Other_labels_may_overlap_and_neighbours_may_touch(string text)
    {
        Assert.Equal(2, Read(text).Count);
        Assert.Empty(files.Warnings);
    }

    [Fact]
    public void Beyond_the_end_is_cut()
    {
        var events = Read("8\t12\tcough\n", seconds: 10);

        Assert.Equal([new LabelledEvent(8, 10, "cough")], events);
        AssertWarning(1, "ends beyond the end of the sound (10 s)");
    }

    [Fact]
    public void Wholly_beyond_the_end_is_left_out()
    {
        Assert.Empty(Read("11\t12\tcough\n", seconds: 10));
        AssertWarning(1, "lies beyond the end");
    }

    [Fact]
    public void A_rounding_error_beyond_the_end_is_cut_in_silence()
    {
        Assert.Equal([new LabelledEvent(8, 10, "cough")], Read("8\t10.01\tcough\n", seconds: 10));
        Assert.Empty(files.Warnings);
    }

    [Fact]
    public void Point_labels_are_kept_and_reported()
    {
        Assert.Single(Read("1\t1\tcough\n"));
        AssertWarning(1, "no length");
    }

    [Theory]
    [InlineData("1\t2\n")]
    [InlineData("1\t2\t  \n")]
    public void A_label_without_name_is_left_out(string text)
    {
        Assert.Empty(Read(text));
        AssertWarning(1, "no label");
    }

    [Theory]
    [InlineData("1\t2\ta\nx\t3\tb", 2, "'x' is not a time")]
    [InlineData("NaN\t3\tb", 1, "'NaN' is not a time")]
    [InlineData("1\tInfinity\tb", 1, "is not a time")]
    [InlineData("1.234,5\t3\tb", 1, "is not a time")]
    [InlineData("-1\t3\tb", 1, "negative")]
    [InlineData("\n3\t1\tb", 2, "ends before it starts")]
    [InlineData("1.0 2.0 cough", 1, "with tabs between")]
    public void Errors_name_the_line(string text, int line, string expected)
    {
        var path = files.Put("bad.txt", text);

        var fault = Assert.Throws<UserFaultException>(() => LabelTrack.Read(path));

        Assert.Equal(FaultKind.Labels, fault.Kind);
        Assert.StartsWith($"{path}:{line}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FFFE31000900", "UTF-16")]
    [InlineData("3109320948FC0A", "not UTF-8")]
    [InlineData("310932000A", "no text file")]
    public void Files_that_are_no_utf8(string hex, string expected)
    {
        var fault = Assert.Throws<UserFaultException>(() => LabelTrack.Read(files.Put("bad.txt", Convert.FromHexString(hex))));

        Assert.Equal(FaultKind.Labels, fault.Kind);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_track_is_a_labels_fault() =>
        Assert.Equal(FaultKind.Labels, Assert.Throws<UserFaultException>(() => LabelTrack.Read(files.PathOf("no.txt"))).Kind);

    [Fact]
    public void Written_tracks_read_back()
    {
        LabelledEvent[] events = [new(0, 0.123456, "knock, knock"), new(1000.5, 1001.25, "Hüsteln\twet")];
        LabelTrack.Write(files.PathOf("w.txt"), events);

        Assert.Equal("0.000000\t0.123456\tknock, knock\n1000.500000\t1001.250000\tHüsteln\twet\n", File.ReadAllText(files.PathOf("w.txt")));
        Assert.Equal(events, LabelTrack.Read(files.PathOf("w.txt"), files.Warnings.Add));
        Assert.Empty(files.Warnings);
    }

    private IReadOnlyList<LabelledEvent> Read(string text, double? seconds = null) =>
        LabelTrack.Read(files.Put("track.txt", text), files.Warnings.Add, seconds);

    private void AssertWarning(int line, string expected)
    {
        var warning = Assert.Single(files.Warnings);
        Assert.StartsWith($"{files.PathOf("track.txt")}:{line}: ", warning, StringComparison.Ordinal);
        Assert.Contains(expected, warning, StringComparison.Ordinal);
    }
}
