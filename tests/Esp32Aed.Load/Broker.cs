using Esp32Aed.Servers;

namespace Esp32Aed.Load;

/// <summary>A mosquitto that keeps all that waits for the station.</summary>
internal static class Broker
{
    public static MosquittoServer Start(string folder)
    {
        var server = new MosquittoServer(folder);
        server.Start("max_queued_messages 0", "max_inflight_messages 0");
        return server;
    }
}
