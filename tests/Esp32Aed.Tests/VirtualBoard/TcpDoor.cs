using System.Net;
using System.Net.Sockets;

namespace Esp32Aed.Tests;

/// <summary>A port of 127.0.0.1 at which nobody answers until it is opened; then it leads to another.</summary>
internal sealed class TcpDoor : IDisposable
{
    private readonly Socket outside = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<TcpClient> ends = [];
    private readonly int inside;

    public TcpDoor(int inside)
    {
        this.inside = inside;

        // Bound and not listening: connections are refused, and nobody else gets the port.
        outside.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public int Port => ((IPEndPoint)outside.LocalEndPoint!).Port;

    public void Open()
    {
        outside.Listen();
        _ = ServeAsync();
    }

    public void Dispose()
    {
        outside.Dispose();
        lock (ends)
        {
            ends.ForEach(end => end.Dispose());
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var guest = new TcpClient { Client = await outside.AcceptAsync() };
                var host = new TcpClient();
                lock (ends)
                {
                    ends.AddRange([guest, host]);
                }

                await host.ConnectAsync(IPAddress.Loopback, inside);
                _ = guest.GetStream().CopyToAsync(host.GetStream());
                _ = host.GetStream().CopyToAsync(guest.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The door was closed.
        }
    }
}
