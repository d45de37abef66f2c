using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Esp32Aed.Mosquitto;
using static Esp32Aed.Mosquitto.Libmosquitto;

namespace Esp32Aed.Station;

/// <summary>
/// One connection to a broker (MQTT 5, QoS 1, a session that the broker keeps), whose messages are acknowledged when the station says so.
/// </summary>
/// <remarks>
/// libmosquitto acknowledges by itself, but in threaded mode it only queues the acknowledgement, and <c>mosquitto_loop_write</c> sends it
/// (lib/packet_mosq.c, packet__queue, of 2.0.11). So this reads as many messages as there are, and calls <c>mosquitto_loop_write</c>, which
/// sends all of the queue, only in <see cref="Acknowledge"/>. Ended before that, the broker sends them again to the next connection of the session.
/// </remarks>
internal sealed unsafe class MqttSubscriber : IDisposable
{
    private const int KeepAliveSeconds = 30;
    private const int AnswerSeconds = 10;
    private const uint SessionSeconds = 30 * 86_400;
    private const int RefusedSubscription = 0x80;
    private const int MostUnacknowledged = 10_000;
    private const int MostUnacknowledgedBytes = 16 * 1024 * 1024;

    /// <summary>Messages that the broker sends without an acknowledgement: twice as many as are acknowledged at once, so that more are there when those are.</summary>
    private const int ReceiveMaximum = 2 * MostUnacknowledged;

    private readonly MqttAddress broker;
    private List<MqttMessage> received = [];
    private GCHandle self;
    private nint client;
    private Socket? socket;
    private int? connectAnswer;
    private int? subscribeAnswer;
    private int unacknowledged;
    private int unacknowledgedBytes;

    public MqttSubscriber(MqttAddress broker)
    {
        Require();
        this.broker = broker;
        self = GCHandle.Alloc(this);
        client = mosquitto_new(broker.ClientId, cleanSession: false, GCHandle.ToIntPtr(self));
        _ = mosquitto_threaded_set(client, threaded: true);
        _ = mosquitto_int_option(client, OptionProtocolVersion, ProtocolVersion5);
        _ = mosquitto_int_option(client, OptionReceiveMaximum, ReceiveMaximum);
        _ = mosquitto_int_option(client, OptionTcpNoDelay, 1);
        mosquitto_connect_callback_set(client, &OnConnect);
        mosquitto_subscribe_callback_set(client, &OnSubscribe);
        mosquitto_message_callback_set(client, &OnMessage);
    }

    /// <summary>So much is not acknowledged that no more should be read before it is.</summary>
    public bool IsFull => unacknowledged >= MostUnacknowledged || unacknowledgedBytes >= MostUnacknowledgedBytes;

    /// <summary>Connects, and asks for the subscription.</summary>
    /// <exception cref="MqttException">The broker can't be reached, or refuses.</exception>
    public void Connect(string topic)
    {
        if (broker.User is not null)
        {
            Check(mosquitto_username_pw_set(client, broker.User, broker.Password));
        }

        if (broker.AuthorityFile is not null)
        {
            Check(mosquitto_tls_set(client, broker.AuthorityFile, null, null, null, 0));
        }

        nint properties = 0;
        try
        {
            Check(mosquitto_property_add_int32(ref properties, PropertySessionExpiry, SessionSeconds));
            Check(mosquitto_connect_bind_v5(client, broker.Host, broker.Port, KeepAliveSeconds, null, properties));
        }
        finally
        {
            mosquitto_property_free_all(ref properties);
        }

        socket = new Socket(new SafeSocketHandle(mosquitto_socket(client), ownsHandle: false));
        Flush();
        var clock = Stopwatch.StartNew();
        while (connectAnswer is null)
        {
            if (clock.Elapsed.TotalSeconds > AnswerSeconds)
            {
                throw new MqttException("the broker does not answer");
            }

            if (Wait(TimeSpan.FromMilliseconds(100)))
            {
                TryRead();
            }
        }

        if (connectAnswer != 0)
        {
            throw new MqttException($"the broker refuses the connection (reason {connectAnswer}): user, password and client id must be right");
        }

        Check(mosquitto_subscribe(client, out _, topic, qos: 1));

        // Messages of the session may have come with the answer; then the subscription goes out with their acknowledgements.
        if (received.Count == 0)
        {
            Flush();
        }
    }

    /// <summary>Takes what has come, at most so many messages; none of them is acknowledged.</summary>
    /// <param name="most">Messages to stop at.</param>
    /// <param name="patience">How long to wait for the first.</param>
    /// <exception cref="MqttException">The connection is lost.</exception>
    public IReadOnlyList<MqttMessage> Read(int most, TimeSpan patience)
    {
        while (received.Count < most && !IsFull && (TryRead() || Wait(received.Count == 0 ? patience : TimeSpan.Zero)))
        {
            // A packet that is no message ends the patience too.
            patience = TimeSpan.Zero;
        }

        if (subscribeAnswer >= RefusedSubscription)
        {
            throw new MqttException("the broker refuses the subscription: the user must be allowed to read esp32aed/+/counts");
        }

        var taken = received;
        received = new List<MqttMessage>(taken.Count);
        return taken;
    }

    /// <summary>Acknowledges all that was read, and keeps the connection alive.</summary>
    /// <exception cref="MqttException">The connection is lost.</exception>
    public void Acknowledge()
    {
        unacknowledged = 0;
        unacknowledgedBytes = 0;
        Check(mosquitto_loop_misc(client));
        Flush();
    }

    /// <summary>Ends the connection at once: what was not acknowledged comes again.</summary>
    public void Dispose()
    {
        if (client != 0)
        {
            socket?.Dispose();
            mosquitto_destroy(client);
            client = 0;
            self.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint client, nint context, int reason) => Of(context).connectAnswer = reason;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(nint client, nint context, int messageId, int count, int* granted) => Of(context).subscribeAnswer = count > 0 ? granted[0] : 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint client, nint context, MosquittoMessage* message)
    {
        var me = Of(context);
        me.received.Add(new MqttMessage(
            Marshal.PtrToStringUTF8((nint)message->Topic) ?? string.Empty,
            new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).ToArray()));
        me.unacknowledged++;
        me.unacknowledgedBytes += message->PayloadLength;
    }

    private static MqttSubscriber Of(nint context) => (MqttSubscriber)GCHandle.FromIntPtr(context).Target!;

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new MqttException(Describe(error));
        }
    }

    private bool Wait(TimeSpan patience) => socket!.Poll(patience, SelectMode.SelectRead);

    /// <summary>Reads what there is of one packet.</summary>
    /// <returns>Whether that was a message.</returns>
    private bool TryRead()
    {
        var before = received.Count;
        Check(mosquitto_loop_read(client, 1));
        return received.Count > before;
    }

    /// <summary>Sends what is queued. The library writes each packet alone; many of them share a segment while the socket may wait for more.</summary>
    private void Flush()
    {
        socket!.NoDelay = false;
        while (mosquitto_want_write(client))
        {
            if (!socket.Poll(TimeSpan.FromSeconds(AnswerSeconds), SelectMode.SelectWrite))
            {
                throw new MqttException("the broker takes nothing");
            }

            Check(mosquitto_loop_write(client, 1));
        }

        socket.NoDelay = true;
    }
}

/// <summary>A message that has come.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its bytes.</param>
internal sealed record MqttMessage(string Topic, byte[] Payload);

/// <summary>A connection to a broker is not to be had, or lost; the message is one line.</summary>
internal sealed class MqttException(string message) : Exception(message);
