using Esp32Aed.Servers;

namespace Esp32Aed.Tests.Station;

/// <summary>A real mosquitto that keeps sessions and messages on disk, and can be restarted at the same port.</summary>
internal sealed class PersistentBroker : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-broker-");
    private readonly MosquittoServer server;

    public PersistentBroker()
    {
        MosquittoBroker.RequireInstalled();
        server = new MosquittoServer(folder.FullName);
        Start();
    }

    public int Port => server.Port;

    /// <summary>Starts it, and waits until it takes connections.</summary>
    public void Start() => server.Start("persistence true", $"persistence_location {folder.FullName}/", "max_queued_messages 0");

    /// <summary>Stops it in good order, so that it saves what it holds.</summary>
    public void Stop() => server.Stop();

    /// <summary>Publishes messages to a topic with QoS 1; all are acknowledged when this returns.</summary>
    public void Publish(string topic, IEnumerable<string> messages) => server.Publish(topic, messages);

    public void Dispose()
    {
        server.Dispose();
        folder.Delete(recursive: true);
    }
}
