using System.Diagnostics;
using Esp32Aed.Servers;
using Npgsql;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>A PostgreSQL of its own on a free port of 127.0.0.1, in a temporary folder; the server does not run as root, so root lends it the user postgres.</summary>
public sealed class PostgresCluster : IDisposable
{
    private static readonly string? Programs = FindPrograms();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-postgres-");
    private readonly int port = FreePort.Any();
    private readonly bool isRunning;
    private int databases;

    public PostgresCluster()
    {
        if (Programs is null)
        {
            return;
        }

        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", folder.FullName);
        }

        RunAsServer("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
        Control("-o", $"-p {port} -h 127.0.0.1 -k {folder.FullName}", "start");
        isRunning = true;
    }

    private string Data => Path.Combine(folder.FullName, "data");

    /// <summary>Address of a new, empty database; skips the calling test where PostgreSQL is not installed.</summary>
    public Uri NewDatabase()
    {
        Assert.SkipWhen(Programs is null, "PostgreSQL is not installed (package postgresql)");
        var name = $"station{Interlocked.Increment(ref databases)}";
        Execute($"CREATE DATABASE {name}");
        return new Uri($"postgres://postgres@127.0.0.1:{port}/{name}");
    }

    /// <summary>Runs a command outside the stations' databases.</summary>
    public void Execute(string command)
    {
        using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false");
        using var made = source.CreateCommand(command);
        made.ExecuteNonQuery();
    }

    /// <summary>Ends the server as a crash would, and starts it again.</summary>
    public void Crash() => Control("-m", "immediate", "restart");

    public void Dispose()
    {
        if (isRunning)
        {
            Control("-m", "immediate", "stop");
        }

        folder.Delete(recursive: true);
    }

    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var candidates = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).Select(d => Path.Combine(d, "bin")) : [];
        return candidates
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
            .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "pg_ctl")));
    }

    private void Control(params string[] arguments) => RunAsServer("pg_ctl", ["-D", Data, "-w", "-l", Path.Combine(folder.FullName, "log"), .. arguments]);

    private void RunAsServer(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        if (Environment.IsPrivilegedProcess)
        {
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    private void Run(string program, params string[] arguments)
    {
        // The server inherits the outputs, so nobody may wait for their end.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments])
        {
            WorkingDirectory = folder.FullName,
        })!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}");
    }
}

/// <summary>One server for all tests of a collection.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit calls it a collection.
public sealed class PostgresCollection : ICollectionFixture<PostgresCluster>
#pragma warning restore CA1711
{
    public const string Name = "postgres";
}
