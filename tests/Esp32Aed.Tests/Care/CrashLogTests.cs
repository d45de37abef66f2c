using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests.Care;

public sealed class CrashLogTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_note_is_told_after_restarts_until_it_was_reported()
    {
        Note("no such file");
        Assert.Equal("posting: IOException: no such file", Unreported());
        Assert.Equal("posting: IOException: no such file", Unreported());
        bench.Run(() =>
        {
            var log = new CrashLog("I:\\crash");
            log.Reported("something else");
            log.Reported(log.Unreported);
            return 0;
        });
        Assert.Null(Unreported());
        Note("again");
        Assert.Equal("posting: IOException: again", Unreported());
    }

    [Fact]
    public void The_first_note_of_a_start_stays()
    {
        bench.Run(() =>
        {
            var log = new CrashLog("I:\\crash");
            log.NoteStuck(WatchedPhase.Listening);
            log.Note(WatchedPhase.None, new InvalidOperationException("what came of it"));
            return 0;
        });
        Assert.Equal("watchdog: stuck in listening", Unreported());
    }

    [Fact]
    public void A_loss_of_power_hides_no_crash_that_still_waits()
    {
        Note("x");
        PowerLoss();
        Assert.Equal("posting: IOException: x", Unreported());
        bench.Run(() => { var log = new CrashLog("I:\\crash"); log.Reported(log.Unreported); return 0; });
        PowerLoss();
        Assert.Equal("brown-out or power cut", Unreported());
    }

    [Fact]
    public void A_note_is_120_characters_of_ASCII_at_most()
    {
        Note("\u00fc\r\n" + new string('x', 500));
        var text = Unreported()!;
        Assert.Equal(120, text.Length);
        Assert.StartsWith("posting: IOException: ???xxx", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("login with hunter22 failed")]
    [InlineData("hunter22hunter22")]
    public void Secrets_are_hidden(string message)
    {
        Note(message, null, string.Empty, "hunter22", "abc");
        AssertHidden("hunter22");
    }

    [Fact]
    public void A_secret_that_would_be_cut_at_the_end_is_hidden_too()
    {
        Note(new string('x', 90) + " hunter22-and-more", "hunter22-and-more");
        AssertHidden("hunter");
    }

    private void AssertHidden(string secret)
    {
        Assert.Contains("***", Unreported(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, Unreported(), StringComparison.Ordinal);
        Assert.All(
            Directory.GetFiles(bench.Drive),
            file => Assert.DoesNotContain(secret, System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    private void Note(string message, params string?[] secrets) => bench.Run(() =>
    {
        var log = new CrashLog("I:\\crash");
        log.Hide(secrets!);
        log.Note(WatchedPhase.Posting, new IOException(message));
        return 0;
    });

    private void PowerLoss() => bench.Run(() => { new CrashLog("I:\\crash").NotePowerLoss(); return 0; });

    private string? Unreported() => bench.Run(() => new CrashLog("I:\\crash").Unreported);
}
