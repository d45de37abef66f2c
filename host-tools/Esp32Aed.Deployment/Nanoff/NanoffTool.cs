using System.Diagnostics;
using Esp32Aed.Sound;

namespace Esp32Aed.Deployment.Nanoff;

/// <summary>nanoFramework's flashing tool on this machine.</summary>
/// <param name="path">The program.</param>
public sealed class NanoffTool(string path)
{
    private const string Name = "nanoff";
    private const string OwnVariables = "AED_";

    /// <summary>Finds it on the PATH, or where <c>dotnet tool install -g</c> puts it.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.MissingDependency"/>: it is not installed.</exception>
    public static NanoffTool Find()
    {
        var file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        var tools = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        var found = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(tools).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        return found is null
            ? throw new UserFaultException(FaultKind.MissingDependency, "nanoff is not installed; install it with: dotnet tool install -g nanoff")
            : new NanoffTool(found);
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="line">Gets each line of its output; lines may come from two threads, one at a time.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="UserFaultException"><see cref="FaultKind.MissingDependency"/>: it can't be started.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; it runs no more.</exception>
    public async Task<int> RunAsync(IEnumerable<string> arguments, Action<string> line, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(line);
        using var process = new Process { StartInfo = StartOf(arguments) };
        var gate = new Lock();
        DataReceivedEventHandler receive = (_, received) =>
        {
            if (received.Data is { } text)
            {
                lock (gate)
                {
                    line(text);
                }
            }
        };
        process.OutputDataReceived += receive;
        process.ErrorDataReceived += receive;
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new UserFaultException(FaultKind.MissingDependency, $"{path}: can't be started ({error.Message}); install it again with: dotnet tool update -g nanoff", error);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }

    private ProcessStartInfo StartOf(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

        // Secrets go by files; the environment is inherited by whatever nanoff starts.
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith(OwnVariables, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(own);
        }

        start.Environment["NANOFRAMEWORK_TELEMETRY_OPTOUT"] = "1";
        return start;
    }
}
