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
        "Kernel8k 24 6000.5 00000004",
        "all/Kernel8k 24 8000.5 00000005",
        "deploy Kernel8k, load 26 percent of 32000 microseconds: this board keeps up",
        "PASS",
    ];

    private static readonly string[] Stages = ["window", "fft"];
    private static readonly string[] Kernels = ["Kernel8k"];

    // What a self-test prints that tries no kernel.
    private static readonly string[] WithoutKernels = [.. Run[..5], Run[^1]];

    [Fact]
    public void Reads_what_the_self_test_prints()
    {
        var printout = SelfTestPrintout.Parse(string.Join('\n', Printout.OfDesktop.Value.Lines), ChainStages.Names, Printout.Kernels);

        Assert.Equal(Printout.OfDesktop.Value.Lines[0].Substring(26, 8), printout.Model);
        Assert.Equal(ChainStages.Names, printout.StageMicroseconds.Keys);
        Assert.Equal(Printout.Kernels, printout.Kernels.Keys);
        Assert.Equal((GoldenRun.WholeChain, GoldenRun.WholeChainWith), (SelfTestPrintout.WholeChain, SelfTestPrintout.WholeChainWith));
        Assert.Equal("deploy ", GoldenRun.Advice);
        Assert.StartsWith(GoldenRun.Greeting, "Esp32Aed self-test, model 4B19EFBC", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Other_lines_and_line_starts_do_not_matter(string lineEnd)
    {
        string[] captured = ["ESP32 boot 1.2", "", .. Run.SelectMany(line => new[] { "[12:00:01.5] " + line + "  ", "all is well", "log 3 lines" }), "fft PASS", "Exiting."];
        var printout = SelfTestPrintout.Parse(string.Join(lineEnd, captured), Stages, Kernels);

        Assert.Equal(("4B19EFBC", 25000.1), (printout.Model, printout.WholeMicroseconds));
        Assert.Equal(1500.5, printout.StageMicroseconds["window"]);
        Assert.Equal(20000, printout.StageMicroseconds["fft"]);
        Assert.Equal(new KernelTime(6000.5, 8000.5), printout.Kernels["Kernel8k"]);
    }

    [Fact]
    public void The_fastest_whole_chain_is_to_be_deployed()
    {
        var lines = Run.ToList();
        lines.InsertRange(7, ["Kernel8kCompact 24 7000.0 00000004", "all/Kernel8kCompact 24 7900.0 00000005"]);
        var text = string.Join('\n', lines);

        Assert.Equal("Kernel8kCompact", SelfTestPrintout.Parse(text, Stages, ["Kernel8k", "Kernel8kCompact"]).Fastest);
        Assert.Equal("Kernel8k", Parse(Run).Fastest);
        Assert.Equal("the textbook stages", Parse(Altered(6, "all/Kernel8k 24 30000.0 00000005")).Fastest);
    }

    [Fact]
    public void A_self_test_that_tried_no_kernel_is_read_too()
    {
        var printout = Parse(WithoutKernels);

        Assert.Empty(printout.Kernels);
        Assert.Equal((25000.1, "the textbook stages"), (printout.WholeMicroseconds, printout.Fastest));
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
        Refused("line 8 is the last, and the self-test begun on line 1 has not come to PASS or FAIL", Run[..8]);
        Refused("line 9: the self-test failed", [.. Run[..8], "FAIL: first at fft, 00000002 instead of 00000004; this is not what the desktop computes"]);
        Refused("line 3: not 'stage frames microseconds-per-frame crc32'", Altered(2, "window 64 15:00.5 00000001"));
        Refused("line 3: not 'stage frames microseconds-per-frame crc32'", Altered(2, "window 64 1500.5"));
        Refused("line 3: not 'stage frames microseconds-per-frame crc32'", Altered(2, "window 0 1500.5 00000001"));
        Refused("line 3: 999999999 microseconds", Altered(2, "window 64 999999999 00000001"));
        Refused("line 4: window is there twice", Altered(3, Run[2]));
        Refused("lines 1 to 9: no line for fft", Altered(3, ""));
        Refused("lines 1 to 9: no line for all", Altered(4, ""));
        Refused("lines 1 to 9: the whole chain took no time", Altered(4, "all 24 0.0 00000003"));
    }

    [Fact]
    public void Damaged_lines_about_kernels_are_told_with_their_line()
    {
        Refused("line 6: not 'stage frames microseconds-per-frame crc32'", Altered(5, "Kernel8k 24 6O00.5 00000004"));
        Refused("line 7: not 'stage frames microseconds-per-frame crc32'", Altered(6, "all/Kernel8k 24 8000.5 0000000"));
        Refused("line 6: 999999999 microseconds", Altered(5, "Kernel8k 24 999999999 00000004"));
        Refused("line 7: Kernel8k is there twice", Altered(6, Run[5]));
        Refused("lines 1 to 9: no line for Kernel8k;", Altered(5, "Kernl8k 24 6000.5 00000004"));
        Refused("lines 1 to 9: no line for all/Kernel8k;", Altered(6, ""));
        Refused("lines 1 to 7: no line for Kernel8k;", [.. Run[..5], .. Run[7..]]);
        Refused("lines 1 to 9: Kernel8k took no time", Altered(5, "Kernel8k 24 0.0 00000004"));
        Refused("lines 1 to 9: all/Kernel8k took no time", Altered(6, "all/Kernel8k 24 0.0 00000005"));
    }

    private static SelfTestPrintout Parse(string[] lines) => SelfTestPrintout.Parse(string.Join('\n', lines), Stages, Kernels);

    private static string[] Altered(int index, string line) => [.. Run[..index], line, .. Run[(index + 1)..]];

    private static void Refused(string message, params string[] lines)
    {
        var error = Assert.Throws<FormatException>(() => Parse(lines));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
