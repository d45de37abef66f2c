using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Esp32Aed.Tests.Cli;

/// <summary>The built tool, run as a user runs it.</summary>
internal static class AedProcess
{
    /// <summary>Runs <c>aed</c> to its end.</summary>
    public static AedResult Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "aed.dll") },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new AedResult(process.ExitCode, text, errors.GetAwaiter().GetResult());
    }
}

/// <summary>What came of it.</summary>
internal sealed record AedResult(int ExitCode, string Text, string Errors)
{
    /// <summary>The JSON object on the last line.</summary>
    public JsonElement Json => JsonDocument.Parse(Text.TrimEnd().Split('\n')[^1]).RootElement;

    /// <summary>Asserts success.</summary>
    public void Finished() => Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Errors}");

    /// <summary>Asserts success and gives the JSON object.</summary>
    public JsonElement Succeeded()
    {
        Finished();
        return Json;
    }

    /// <summary>Asserts the exit code, and that standard error ends with one clear line that holds all of these words.</summary>
    public void Refused(int exitCode, params string[] words)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} instead of {exitCode}: {Errors}");
        var line = Errors.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("aed: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.OrdinalIgnoreCase));
    }
}
