using Esp32Aed.Cost.Calibrating;
using Esp32Aed.SelfTest;
using Xunit;

namespace Esp32Aed.Tests;

public class SelfTestPrintoutTests
{
    private static readonly string[] Run =
    [
        "Esp32Aed self-test, model 4B19EFBC, 8000 Hz, hop 256",
        "stage frames microseconds-per-frame crc32",
        "window 64 1500.5 00000001",
        "fft 8 20000.0 00000002",
        "all 24 25000.1 00000003",
        "load 79 percent of 32000 microseconds: this board keeps up",
        "PASS",
    ];

    private static readonly string[] Stages = ["window", "fft"];

    [Fact]
    public void Reads_what_the_self_test_prints()
    {
        var printout = SelfTestPrintout.Parse(string.Join('\n', Printout.OfDesktop.Value.Lines), ChainStages.Names);

        Assert.Equal(Printout.OfDesktop.Value.Lines[0].Substring(26, 8), printout.Model);
        Assert.Equal(ChainStages.Names, printout.StageMicroseconds.Keys);
        Assert.Equal(GoldenRun.WholeChain, SelfTestPrintout.WholeChain);
        Assert.StartsWith(GoldenRun.Greeting, "Esp32Aed self-test, model 4B19EFBC", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Other_lines_and_line_starts_do_not_matter(string lineEnd)
    {
        string[] captured = ["ESP32 boot 1.2", "", .. Run.SelectMany(line => new[] { "[12:00:01.5] " + line + "  ", "all is well", "log 3 lines" }), "fft PASS", "Exiting."];
        var printout = SelfTestPrintout.Parse(string.Join(lineEnd, captured), Stages);

        Assert.Equal(("4B19EFBC", 25000.1), (printout.Model, printout.WholeMicroseconds));
        Assert.Equal(1500.5, printout.StageMicroseconds["window"]);
        Assert.Equal(20000, printout.StageMicroseconds["fft"]);
    }

    [Fact]
    public void Of_several_runs_the_last_whole_one_counts()
    {
        var second = Run.Select(line => line.Replace("1500.5", "1600.5", StringComparison.Ordinal)).ToArray();

        Assert.Equal(1600.5, Parse([.. Run, .. second]).StageMicroseconds["window"]);
        Assert.Equal(1600.5, Parse([.. Run, .. second, .. Run[..3]]).StageMicroseconds["window"]);
        Assert.Equal(1600.5, Parse([.. Run[..4], .. second]).StageMicroseconds["window"]);
    }

    [Fact]
    public void What_is_no_printout_is_told_with_its_line()
    {
        Refused("lines 1 to 1 hold no printout", "");
        Refused("lines 1 to 2 hold no printout", "hello", "PASS");
        Refused("line 6 is the last, and the self-test begun on line 1 has not come to PASS or FAIL", Run[..6]);
        Refused("line 7: the self-test failed", [.. Run[..6], "FAIL: first at fft, 00000002 instead of 00000004; this is not what the desktop computes"]);
        Refused("line 3: not 'stage frames microseconds-per-frame crc32'", Altered(2, "window 64 15:00.5 00000001"));
        Refused("line 3: not 'stage frames microseconds-per-frame crc32'", Altered(2, "window 64 1500.5"));
        Refused("line 3: not 'stage frames microseconds-per-frame crc32'", Altered(2, "window 0 1500.5 00000001"));
        Refused("line 3: 999999999 microseconds", Altered(2, "window 64 999999999 00000001"));
        Refused("line 4: window is there twice", Altered(3, Run[2]));
        Refused("lines 1 to 7: no line for fft", Altered(3, ""));
        Refused("lines 1 to 7: no line for all", Altered(4, ""));
        Refused("lines 1 to 7: the whole chain took no time", Altered(4, "all 24 0.0 00000003"));
    }

    private static SelfTestPrintout Parse(string[] lines) => SelfTestPrintout.Parse(string.Join('\n', lines), Stages);

    private static string[] Altered(int index, string line) => [.. Run[..index], line, .. Run[(index + 1)..]];

    private static void Refused(string message, params string[] lines)
    {
        var error = Assert.Throws<FormatException>(() => Parse(lines));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
