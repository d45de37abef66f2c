using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Esp32Aed.Tests.Cli;

/// <summary>The built tool, run as a user runs it.</summary>
internal static class AedProcess
{
    /// <summary>Runs <c>aed</c> to its end.</summary>
    public static AedResult Run(params string[] arguments) => RunWith(new Dictionary<string, string?>(StringComparer.Ordinal), arguments);

    /// <summary>Runs <c>aed</c> to its end, with other environment variables; null removes one.</summary>
    public static AedResult RunWith(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        using var process = Process.Start(StartOf(environment, arguments))!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new AedResult(process.ExitCode, text, errors.GetAwaiter().GetResult());
    }

    /// <summary>How <c>aed</c> is started with these environment variables; its output is redirected.</summary>
    public static ProcessStartInfo StartOf(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
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

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
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
