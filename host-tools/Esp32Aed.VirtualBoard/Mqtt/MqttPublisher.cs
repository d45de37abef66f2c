using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Esp32Aed.Mosquitto;

namespace Esp32Aed.VirtualBoard;

/// <summary>A message did not reach its broker; the message is one line that says why.</summary>
public sealed class MqttPublishException(string message) : Exception(message);

/// <summary>Publishes one message from the desktop, over libmosquitto.</summary>
public sealed unsafe class MqttPublisher : IDisposable
{
    private const int KeepAliveSeconds = 60;

    private readonly ManualResetEventSlim connected = new();
    private readonly ManualResetEventSlim published = new();
    private int reason;

    private MqttPublisher()
    {
    }

    /// <summary>Publishes a retained message with quality of service 1, and waits until the broker has it.</summary>
    /// <param name="broker">Host and port.</param>
    /// <param name="user">User name, or null.</param>
    /// <param name="password">Password, or null.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="message">The message.</param>
    /// <param name="patience">Longest wait for each of the broker's answers.</param>
    /// <exception cref="MqttPublishException">The broker can't be reached, refuses, or does not answer.</exception>
    /// <exception cref="MissingLibraryException">libmosquitto is not installed.</exception>
    public static void PublishRetained((string Host, int Port) broker, string? user, string? password, string topic, byte[] message, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(message);
        Libmosquitto.Require();
        using var publisher = new MqttPublisher();
        var self = GCHandle.Alloc(publisher);
        var client = Libmosquitto.mosquitto_new("aed-update-" + Guid.NewGuid().ToString("N")[..8], cleanSession: true, GCHandle.ToIntPtr(self));
        try
        {
            publisher.Publish(client, broker, user, password, topic, message, patience);
        }
        finally
        {
            _ = Libmosquitto.mosquitto_disconnect(client);
            _ = Libmosquitto.mosquitto_loop_stop(client, force: false);
            Libmosquitto.mosquitto_destroy(client);
            self.Free();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        connected.Dispose();
        published.Dispose();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint client, nint context, int reason)
    {
        var me = Of(context);
        me.reason = reason;
        me.connected.Set();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint client, nint context, int messageId) => Of(context).published.Set();

    private static MqttPublisher Of(nint context) => (MqttPublisher)GCHandle.FromIntPtr(context).Target!;

    private void Publish(nint client, (string Host, int Port) broker, string? user, string? password, string topic, byte[] message, TimeSpan patience)
    {
        if (user is not null)
        {
            _ = Libmosquitto.mosquitto_username_pw_set(client, user, password);
        }

        Libmosquitto.mosquitto_connect_callback_set(client, &OnConnect);
        Libmosquitto.mosquitto_publish_callback_set(client, &OnPublish);
        Expect(Libmosquitto.mosquitto_connect(client, broker.Host, broker.Port, KeepAliveSeconds), "it can't be reached");
        Expect(Libmosquitto.mosquitto_loop_start(client), "it can't be reached");
        if (!connected.Wait(patience))
        {
            throw new MqttPublishException("it does not answer");
        }

        if (reason != 0)
        {
            throw new MqttPublishException($"it refuses the connection, code {reason}");
        }

        Expect(Libmosquitto.mosquitto_publish(client, out _, topic, message.Length, message, qos: 1, retain: true), "it does not take the message");
        if (!published.Wait(patience))
        {
            throw new MqttPublishException("it does not acknowledge the message");
        }
    }

    private static void Expect(int error, string otherwise)
    {
        if (error != 0)
        {
            throw new MqttPublishException($"{otherwise}: {Libmosquitto.Describe(error)}");
        }
    }
}
