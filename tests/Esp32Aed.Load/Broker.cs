using System.Diagnostics;
using System.Net.Sockets;

namespace Esp32Aed.Load;

/// <summary>A mosquitto on a free port, that keeps all that waits for the station.</summary>
internal sealed class Broker : IDisposable
{
    private readonly Process process;

    public Broker(string folder)
    {
        var config = Path.Combine(folder, "mosquitto.conf");
        File.WriteAllText(config, $"listener {Port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nmax_inflight_messages 0\nlog_dest none\nuser root\n");
        process = Process.Start(new ProcessStartInfo("mosquitto", ["-c", config]) { UseShellExecute = false, RedirectStandardError = true })!;
        for (var tries = 0; !CanConnect(); tries++)
        {
            if (tries == 500)
            {
                throw new InvalidOperationException("mosquitto does not take connections");
            }

            Thread.Sleep(10);
        }
    }

    public int Port { get; } = StationUnderLoad.FreePort();

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private bool CanConnect()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
