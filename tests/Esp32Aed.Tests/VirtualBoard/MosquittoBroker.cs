using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Esp32Aed.Mosquitto;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>A real mosquitto on a free port of 127.0.0.1, and a mosquitto_sub that listens to everything.</summary>
internal sealed class MosquittoBroker : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-mosquitto-");
    private readonly List<string> messages = [];
    private Process? broker;
    private Process? subscriber;

    public MosquittoBroker()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var second = new TcpListener(IPAddress.Loopback, 0);
        second.Start();
        TlsPort = ((IPEndPoint)second.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>A second door, for TLS, open once <see cref="Tls"/> is set.</summary>
    public int TlsPort { get; }

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
        var missing = new[] { "mosquitto", "mosquitto_passwd", "mosquitto_pub", "mosquitto_sub" }.Where(name => Find(name) is null).ToList();
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
    public void Publish(string topic, string message, bool retain = false)
    {
        string[] arguments = ["-h", "127.0.0.1", "-p", $"{Port}", "-t", topic, "-m", message, "-q", "1"];
        using var publisher = Run("mosquitto_pub", retain ? [.. arguments, "-r"] : arguments);
        publisher.WaitForExit();
        Assert.Equal(0, publisher.ExitCode);
    }

    /// <summary>What the broker keeps for those who come later: topic, space, message.</summary>
    /// <param name="count">Messages that are waited for.</param>
    public IReadOnlyList<string> Retained(int count)
    {
        using var reader = Run("mosquitto_sub", "-h", "127.0.0.1", "-p", $"{Port}", "-t", "#", "-v", "-q", "1", "--retained-only", "-C", $"{count}", "-W", "30");
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
        foreach (var process in new[] { subscriber, broker })
        {
            if (process is not null)
            {
                process.Kill();
                process.WaitForExit();
                process.Dispose();
            }
        }

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

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Append("/usr/sbin").Append("/usr/local/sbin")
            .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
            .FirstOrDefault(File.Exists);

    private static Process Run(string name, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Find(name)!, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;

    private void StartAndSubscribe(string? user, string? password)
    {
        var config = Path.Combine(folder.FullName, "mosquitto.conf");
        var access = "allow_anonymous true\n";
        if (user is not null)
        {
            var passwords = Path.Combine(folder.FullName, "passwords");
            Run("mosquitto_passwd", "-b", "-c", passwords, user, password!).WaitForExit();
            access = $"allow_anonymous false\npassword_file {passwords}\n";
        }

        File.WriteAllText(config, $"{access}persistence false\nlog_dest none\nuser root\nlistener {Port} 127.0.0.1\n{TlsListener()}");
        string[] login = user is null ? [] : ["-u", user, "-P", password!];
        broker = Run("mosquitto", "-c", config);
        WaitFor(CanConnect, "mosquitto does not take connections");

        // A retained message tells when the subscription stands.
        using (var probe = Run("mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{Port}", "-t", "ready", "-m", "yes", "-r", .. login]))
        {
            probe.WaitForExit();
        }

        subscriber = Run("mosquitto_sub", ["-h", "127.0.0.1", "-p", $"{Port}", "-t", "#", "-v", "-q", "1", .. login]);
        subscriber.OutputDataReceived += (_, e) =>
        {
            if (e.Data is not null)
            {
                lock (messages)
                {
                    messages.Add(e.Data);
                }
            }
        };
        subscriber.BeginOutputReadLine();
        WaitFor(() => Messages.Count == 1, "mosquitto_sub did not subscribe");
        lock (messages)
        {
            messages.Clear();
        }
    }

    private string TlsListener()
    {
        if (Tls is null)
        {
            return string.Empty;
        }

        string FileOf(string name, string content)
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, content);
            return path;
        }

        var client = Tls.ClientAuthority is { } authority ? $"cafile {FileOf("ca.pem", authority)}\nrequire_certificate true\n" : string.Empty;
        return $"listener {TlsPort} 127.0.0.1\ncertfile {FileOf("server.pem", Tls.Server.Pem)}\nkeyfile {FileOf("server.key", Tls.Server.KeyPem)}\n{client}";
    }

    private bool CanConnect()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>TLS of a broker.</summary>
/// <param name="Server">Its certificate.</param>
/// <param name="ClientAuthority">Authority that must have signed the client's certificate (PEM), or null where clients need none.</param>
internal sealed record BrokerTls(TestCertificate Server, string? ClientAuthority = null);
