using System.Diagnostics;

namespace Esp32Aed.Servers;

/// <summary>A mosquitto_sub that listens to everything with QoS 1.</summary>
public sealed class MosquittoListener : IDisposable
{
    private const string ReadyTopic = "ready";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process process;
    private readonly ManualResetEventSlim isReady = new();

    /// <summary>Begins to listen; the subscription stands when this returns.</summary>
    /// <param name="server">The broker.</param>
    /// <param name="received">Gets each line: topic, space, message. Called by another thread.</param>
    /// <param name="login">Arguments of mosquitto_sub and mosquitto_pub that tell who listens.</param>
    public MosquittoListener(MosquittoServer server, Action<string> received, params string[] login)
    {
        // A retained message tells when the subscription stands.
        server.Publish(ReadyTopic, ["yes"], retain: true, login);
        process = InstalledProgram.Start("mosquitto_sub", ["-h", "127.0.0.1", "-p", $"{server.Port}", "-t", "#", "-v", "-q", "1", .. login]);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                return;
            }

            if (line.Data.StartsWith(ReadyTopic + ' ', StringComparison.Ordinal))
            {
                isReady.Set();
                return;
            }

            received(line.Data);
        };
        process.BeginOutputReadLine();
        if (!isReady.Wait(Patience))
        {
            Dispose();
            throw new TimeoutException("mosquitto_sub did not subscribe");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        InstalledProgram.End(process);
        isReady.Dispose();
    }
}
