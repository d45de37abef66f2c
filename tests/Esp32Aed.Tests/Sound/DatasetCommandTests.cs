using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary><c>aed dataset</c> as a user starts it.</summary>
public sealed class DatasetCommandTests : IDisposable
{
    private readonly SoundFixture files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task The_last_line_is_one_json_object()
    {
        files.PutTone("a.wav");
        files.Put("a.txt", "0.3\t0.4\tcough\n0.1\t0.2\tcough\n");

        var (exit, output, _) = await Aed("dataset", files.Folder, "--json");

        Assert.Equal(0, exit);
        using var json = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        var root = json.RootElement;
        Assert.Equal(1, root.GetProperty("recordings").GetInt32());
        Assert.Equal(0.008, root.GetProperty("minutes").GetDouble());
        Assert.Equal("label_tracks", root.GetProperty("layout").GetString());
        var label = Assert.Single(root.GetProperty("labels").EnumerateArray());
        Assert.Equal("cough", label.GetProperty("label").GetString());
        Assert.Equal(2, label.GetProperty("events").GetInt32());
        Assert.Equal(0, label.GetProperty("clips").GetInt32());
        Assert.Equal(1, label.GetProperty("recordings").GetInt32());
        Assert.Equal(0.2, label.GetProperty("seconds").GetDouble());
        var problem = Assert.Single(root.GetProperty("problems").EnumerateArray());
        Assert.Equal(files.PathOf("a.txt"), problem.GetProperty("file").GetString());
        Assert.Equal(2, problem.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task People_get_a_table()
    {
        files.PutTone("cough/a.wav");

        var (exit, output, _) = await Aed("dataset", files.Folder);

        Assert.Equal(0, exit);
        Assert.Contains("cough", output, StringComparison.Ordinal);
        Assert.Contains("no label problems", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_that_cannot_be_used_are_listed_and_end_with_their_exit_code()
    {
        files.PutTone("a.wav");
        files.Put("a.txt", "x\t2\tcough\n");
        files.PutTone("b.wav");
        files.Put("b.txt", "");

        var (exit, output, _) = await Aed("dataset", files.Folder, "--json");

        Assert.Equal(4, exit);
        Assert.Contains("'x' is not a time in seconds", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_is_one_line()
    {
        var missing = files.PathOf("nowhere");

        var (exit, output, error) = await Aed("dataset", missing);

        Assert.Equal(5, exit);
        Assert.Equal("", output.Trim());
        Assert.Equal($"aed: {missing}: no such folder", error.Trim());
    }

    private static async Task<(int Exit, string Output, string Error)> Aed(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "aed.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
