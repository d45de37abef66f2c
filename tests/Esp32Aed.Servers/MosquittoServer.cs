using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Esp32Aed.Servers;

/// <summary>A real mosquitto at a port of 127.0.0.1 that it keeps over restarts.</summary>
/// <param name="folder">Where its settings lie.</param>
public sealed class MosquittoServer(string folder) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private Process? process;

    /// <summary>Its port.</summary>
    public int Port { get; } = FreePort.Any();

    /// <summary>Starts it, and waits until it takes connections.</summary>
    /// <param name="settings">Lines of mosquitto.conf besides the listener at <see cref="Port"/>, by default no password.</param>
    public void Start(params IEnumerable<string> settings)
    {
        var config = Path.Combine(folder, "mosquitto.conf");
        string[] access = settings.Any(line => line.StartsWith("allow_anonymous ", StringComparison.Ordinal)) ? [] : ["allow_anonymous true"];
        File.WriteAllLines(config, ["log_dest none", "user root", .. access, $"listener {Port} 127.0.0.1", .. settings]);
        process = InstalledProgram.Start("mosquitto", "-c", config);
        var clock = Stopwatch.StartNew();
        while (!CanConnect())
        {
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException("mosquitto does not take connections");
            }

            Thread.Sleep(10);
        }
    }

    /// <summary>Publishes messages to a topic with QoS 1; all are acknowledged when this returns.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="messages">The messages, without line breaks.</param>
    /// <param name="retain">The broker keeps the last for those who come later.</param>
    /// <param name="login">Arguments of mosquitto_pub that tell who publishes.</param>
    public void Publish(string topic, IEnumerable<string> messages, bool retain = false, IEnumerable<string>? login = null)
    {
        string[] keeping = retain ? ["-r"] : [];
        using var publisher = InstalledProgram.Start("mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{Port}", "-q", "1", "-t", topic, "-l", .. keeping, .. login ?? []]);
        foreach (var message in messages)
        {
            publisher.StandardInput.WriteLine(message);
        }

        publisher.StandardInput.Close();
        publisher.WaitForExit();
        if (publisher.ExitCode != 0)
        {
            throw new InvalidOperationException($"mosquitto_pub ended with {publisher.ExitCode}");
        }
    }

    /// <summary>Stops it in good order, so that it saves what it holds.</summary>
    public void Stop()
    {
        using (var kill = Process.Start("kill", process!.Id.ToString(CultureInfo.InvariantCulture)))
        {
            kill.WaitForExit();
        }

        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        if (process is not null)
        {
            InstalledProgram.End(process);
            process = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Kill();

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
