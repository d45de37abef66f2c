using System.Diagnostics;
using Esp32Aed.Mosquitto;
using Esp32Aed.Servers;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>A real mosquitto on a free port of 127.0.0.1, and a mosquitto_sub that listens to everything.</summary>
internal sealed class MosquittoBroker : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-mosquitto-");
    private readonly List<string> messages = [];
    private readonly MosquittoServer server;
    private MosquittoListener? listener;

    public MosquittoBroker() => server = new MosquittoServer(folder.FullName);

    public int Port => server.Port;

    /// <summary>A second door, for TLS, open once <see cref="Tls"/> is set.</summary>
    public int TlsPort { get; } = FreePort.Any();

    /// <summary>What the broker shows at <see cref="TlsPort"/>, and whom it trusts there.</summary>
    public BrokerTls? Tls { get; init; }

    /// <summary>Lines that the subscriber has received: topic, space, message.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (messages)
            {
                return [.. messages];
            }
        }
    }

    /// <summary>Skips the calling test where mosquitto is not installed.</summary>
    public static void RequireInstalled()
    {
        var missing = new[] { "mosquitto", "mosquitto_passwd", "mosquitto_pub", "mosquitto_sub" }.Where(name => InstalledProgram.Find(name) is null).ToList();
        Assert.SkipWhen(missing.Count > 0, $"not installed: {string.Join(", ", missing)} (packages mosquitto and mosquitto-clients)");
        try
        {
            Libmosquitto.Require();
        }
        catch (MissingLibraryException e)
        {
            Assert.Skip(e.Message);
        }
    }

    /// <summary>Starts the broker, and waits until it takes connections and the subscription stands.</summary>
    public MosquittoBroker Start(string? user = null, string? password = null)
    {
        try
        {
            StartAndSubscribe(user, password);
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Publishes a message from outside.</summary>
    public void Publish(string topic, string message, bool retain = false) => server.Publish(topic, [message], retain);

    /// <summary>What the broker keeps for those who come later: topic, space, message.</summary>
    /// <param name="count">Messages that are waited for.</param>
    public IReadOnlyList<string> Retained(int count)
    {
        using var reader = InstalledProgram.Start("mosquitto_sub", "-h", "127.0.0.1", "-p", $"{Port}", "-t", "#", "-v", "-q", "1", "--retained-only", "-C", $"{count}", "-W", "30");
        var lines = reader.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        reader.WaitForExit();
        return lines;
    }

    /// <summary>Waits until the subscriber has a message.</summary>
    public void WaitForMessage(string line) => WaitFor(() => Messages.Contains(line), $"{line} did not arrive");

    /// <summary>Waits until the subscriber has a number of messages.</summary>
    public void WaitForMessages(int count) => WaitFor(() => Messages.Count >= count, $"fewer than {count} messages arrived");

    public void Dispose()
    {
        listener?.Dispose();
        server.Dispose();
        folder.Delete(recursive: true);
    }

    private static void WaitFor(Func<bool> condition, string otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), otherwise);
            Thread.Sleep(10);
        }
    }

    private void StartAndSubscribe(string? user, string? password)
    {
        string[] access = [];
        if (user is not null)
        {
            var passwords = Path.Combine(folder.FullName, "passwords");
            using var maker = InstalledProgram.Start("mosquitto_passwd", "-b", "-c", passwords, user, password!);
            maker.WaitForExit();
            access = ["allow_anonymous false", $"password_file {passwords}"];
        }

        server.Start(["persistence false", .. access, .. TlsListener()]);
        string[] login = user is null ? [] : ["-u", user, "-P", password!];
        listener = new MosquittoListener(server, Keep, login);
    }

    private void Keep(string line)
    {
        lock (messages)
        {
            messages.Add(line);
        }
    }

    private string[] TlsListener()
    {
        if (Tls is null)
        {
            return [];
        }

        string FileOf(string name, string content)
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, content);
            return path;
        }

        string[] client = Tls.ClientAuthority is { } authority ? [$"cafile {FileOf("ca.pem", authority)}", "require_certificate true"] : [];
        return [$"listener {TlsPort} 127.0.0.1", $"certfile {FileOf("server.pem", Tls.Server.Pem)}", $"keyfile {FileOf("server.key", Tls.Server.KeyPem)}", .. client];
    }
}

/// <summary>TLS of a broker.</summary>
/// <param name="Server">Its certificate.</param>
/// <param name="ClientAuthority">Authority that must have signed the client's certificate (PEM), or null where clients need none.</param>
internal sealed record BrokerTls(TestCertificate Server, string? ClientAuthority = null);
