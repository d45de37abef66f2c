using System.Net;
using System.Net.Sockets;

namespace Esp32Aed.Servers;

/// <summary>A port of 127.0.0.1 that nobody listens to.</summary>
public static class FreePort
{
    public static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
