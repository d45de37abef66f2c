using System.Globalization;
using System.Text;
using System.Text.Json;
using Esp32Aed.Learning;
using Esp32Aed.SelfTest;
using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary><c>aed cost --calibrate</c> as a user runs it.</summary>
public sealed class CalibrateCommandTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(RealData.Repository, "models", "cough");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-tests-");

    [Fact]
    public void The_shipped_model_gets_the_boards_own_figures()
    {
        var capture = Write("console.txt", Capture("\r\n"), Encoding.Unicode);

        var json = AedProcess.Run("cost", Shipped, "--calibrate", capture, "--json").Succeeded();

        var calibration = json.GetProperty("calibration");
        Assert.False(calibration.GetProperty("scaled").GetBoolean());
        Assert.Equal(1, Milliseconds(calibration, "classifier"), 6);
        Assert.Equal(1, Milliseconds(calibration, "quantiser"), 6);

        // The kernel was timed with the hearing range that it calls.
        Assert.Equal("Kernel8k", calibration.GetProperty("kernel").GetString());
        Assert.Equal(5, Milliseconds(calibration, "kernel") + Milliseconds(calibration, "hearing"), 0.05);
        Assert.Equal(10, calibration.GetProperty("self_test_ms_per_frame").GetDouble(), 6);
        Assert.Equal(10, calibration.GetProperty("ms_per_frame").GetDouble(), 0.05);
        var tried = calibration.GetProperty("kernels").EnumerateArray().Single(kernel => kernel.GetProperty("name").ValueEquals("Kernel8k"));
        Assert.Equal((5, 10), (tried.GetProperty("ms_per_frame").GetDouble(), tried.GetProperty("chain_ms_per_frame").GetDouble()));
        Assert.Equal("Kernel8k", calibration.GetProperty("deploy").GetString());
        Assert.Equal(calibration.GetProperty("ms_per_frame").GetDouble() / 32, calibration.GetProperty("load").GetDouble(), 6);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("speeds").ValueKind);
        Assert.Equal("continuous", json.GetProperty("verdict").GetString());
    }

    [Fact]
    public void Without_the_kernels_lines_its_operations_take_the_mean_time()
    {
        var lines = Capture("\n").Split('\n')
            .Where(line => !line.Contains("Kernel8k", StringComparison.Ordinal) && !line.StartsWith(GoldenRun.Advice, StringComparison.Ordinal));
        var capture = Write("console.txt", string.Join('\n', lines), new UTF8Encoding());

        var calibration = AedProcess.Run("cost", Shipped, "--calibrate", capture, "--json").Succeeded().GetProperty("calibration");

        Assert.Equal(JsonValueKind.Null, calibration.GetProperty("kernel").ValueKind);
        Assert.Equal(13, calibration.GetProperty("self_test_ms_per_frame").GetDouble(), 6);
        Assert.InRange(Milliseconds(calibration, "kernel"), 1.5, 4);
    }

    [Fact]
    public void Each_kernel_takes_its_own_time()
    {
        var capture = Write("console.txt", Capture("\n").Replace($"all/Kernel8kCompact {KernelTrial.TimedFrames} 10000.0", $"all/Kernel8kCompact {KernelTrial.TimedFrames} 12000.0", StringComparison.Ordinal), new UTF8Encoding());

        var calibration = AedProcess.Run("cost", Shipped, "--kernel", "compact", "--calibrate", capture, "--json").Succeeded().GetProperty("calibration");

        Assert.Equal("Kernel8kCompact", calibration.GetProperty("kernel").GetString());
        Assert.Equal(12, calibration.GetProperty("self_test_ms_per_frame").GetDouble(), 6);
        Assert.Equal("Kernel8k", calibration.GetProperty("deploy").GetString());
    }

    [Fact]
    public void Another_model_is_scaled_and_people_are_told()
    {
        var model = ModelFile.Read(Shipped);
        Array.Clear(model.Network.Layers[0].Weights);
        model.Network.Layers = [model.Network.Layers[0], model.Network.Layers[^1]];
        model.Context = model.Network.Context;
        model.LookAhead = 0;
        var path = Path.Combine(folder.FullName, "short.aed");
        File.WriteAllBytes(path, ModelWriter.ToBytes(model));
        var capture = Write("console.txt", Capture("\n"), new UTF8Encoding());

        var calibration = AedProcess.Run("cost", path, "--calibrate", capture, "--json").Succeeded().GetProperty("calibration");
        var run = AedProcess.Run("cost", path, "--calibrate", capture);

        Assert.True(calibration.GetProperty("scaled").GetBoolean());
        Assert.InRange(Milliseconds(calibration, "classifier"), 0.2, 0.4);
        run.Finished();
        Assert.Contains("ms on your board", run.Text, StringComparison.Ordinal);
        Assert.Contains("scaled to this model stage by stage by counted IL operations", run.Text, StringComparison.Ordinal);
        Assert.Contains("whole chain of the self-test by kernel: Kernel8k 10.0 ms", run.Text, StringComparison.Ordinal);
        Assert.Contains("deploy Kernel8k", run.Text, StringComparison.Ordinal);
        Assert.Contains("on the board of console.txt; fits continuously", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("good: ms", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_printout_of_this_self_test_is_refused_in_one_line()
    {
        AedProcess.Run("cost", Shipped, "--calibrate", Path.Combine(folder.FullName, "none.txt")).Refused(7, "none.txt", "no such file");
        AedProcess.Run("cost", Shipped, "--calibrate", folder.FullName).Refused(7, "--calibrate");
        AedProcess.Run("cost", Shipped, "--calibrate", Path.Combine(Shipped, "model.aed")).Refused(7, "model.aed", "lines 1 to", "no printout");
        var damaged = Write("damaged.txt", Capture("\r\n").Replace("fft 8 1000.0", "fft 8 1O00.0", StringComparison.Ordinal), new UTF8Encoding());
        AedProcess.Run("cost", Shipped, "--calibrate", damaged).Refused(7, "damaged.txt: line 6", "stage frames");
        var half = Write("half.txt", Capture("\n").Replace($"all/Kernel8k {KernelTrial.TimedFrames}", "all/Kernel8k two", StringComparison.Ordinal), new UTF8Encoding());
        AedProcess.Run("cost", Shipped, "--calibrate", half).Refused(7, "half.txt", "no line for all/Kernel8k");
        var older = Write("older.txt", Capture("\n").Replace(Printout.OfDesktop.Value.Lines[0].Substring(26, 8), "00000001", StringComparison.Ordinal), new UTF8Encoding());
        AedProcess.Run("cost", Shipped, "--calibrate", older).Refused(7, "older.txt", "00000001", "flash");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static double Milliseconds(JsonElement calibration, string stage) => calibration.GetProperty("stages").EnumerateArray()
        .Single(row => row.GetProperty("name").ValueEquals(stage)).GetProperty("ms_per_frame").GetDouble();

    // What a board prints on which each of the 12 stages takes a millisecond, and all that leads between them one more; each kernel takes five, and
    // the chain with it ten.
    private static string Capture(string lineEnd)
    {
        var printed = Printout.OfDesktop.Value;
        var rows = printed.Rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row[0]} {row[1]} {Microseconds(row[0])}.0 {row[3]}"));
        return string.Join(lineEnd, ["boot", .. printed.Lines.Take(2), .. rows, .. printed.Lines.TakeLast(2), "Exiting.", ""]);
    }

    private static int Microseconds(string line)
    {
        if (line == GoldenRun.WholeChain)
        {
            return 13000;
        }

        return line.StartsWith(GoldenRun.WholeChainWith, StringComparison.Ordinal) ? 10000 : Printout.Kernels.Contains(line) ? 5000 : 1000;
    }

    private string Write(string name, string text, Encoding encoding)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text, encoding);
        return path;
    }
}
