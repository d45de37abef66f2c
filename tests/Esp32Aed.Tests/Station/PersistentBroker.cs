using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>A real mosquitto that keeps sessions and messages on disk, and can be restarted at the same port.</summary>
internal sealed class PersistentBroker : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-broker-");
    private readonly string config;
    private Process? process;

    public PersistentBroker()
    {
        MosquittoBroker.RequireInstalled();
        config = Path.Combine(folder.FullName, "mosquitto.conf");
        File.WriteAllText(
            config,
            $"listener {Port} 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location {folder.FullName}/\nmax_queued_messages 0\nlog_dest none\nuser root\n");
        Start();
    }

    public int Port { get; } = FreePort.Any();

    /// <summary>Starts it, and waits until it takes connections.</summary>
    public void Start()
    {
        process = Process.Start("mosquitto", ["-c", config]);
        var clock = Stopwatch.StartNew();
        while (!CanConnect())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "mosquitto does not take connections");
            Thread.Sleep(10);
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

    /// <summary>Publishes messages to a topic with QoS 1; all are acknowledged when this returns.</summary>
    public void Publish(string topic, IEnumerable<string> messages)
    {
        using var publisher = Process.Start(new ProcessStartInfo("mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{Port}", "-q", "1", "-t", topic, "-l"]) { UseShellExecute = false, RedirectStandardInput = true })!;
        foreach (var message in messages)
        {
            publisher.StandardInput.WriteLine(message);
        }

        publisher.StandardInput.Close();
        publisher.WaitForExit();
        Assert.Equal(0, publisher.ExitCode);
    }

    public void Dispose()
    {
        if (process is not null)
        {
            Stop();
        }

        folder.Delete(recursive: true);
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
