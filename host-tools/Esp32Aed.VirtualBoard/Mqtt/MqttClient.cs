using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Esp32Aed.VirtualBoard;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

/// <summary>nanoFramework's MQTT 3.1.1 client for publishers, over libmosquitto, to a real broker. It does not reconnect by itself.</summary>
public sealed unsafe class MqttClient : IDisposable
{
    private const int ConnectSeconds = 30;
    private const int AnswerSeconds = 10;
    private const int KeepAliveSeconds = 60;

    private readonly Board board = Board.Current;
    private readonly string host;
    private readonly int port;
    private readonly Lock gate = new();
    private readonly ManualResetEventSlim connectAnswered = new();
    private readonly Dictionary<int, PendingMessage> pending = [];
    private GCHandle self;
    private nint client;
    private int connectReason;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <exception cref="NotSupportedException">A secure connection is asked for, which this client can't do yet.</exception>
    public MqttClient(string brokerHostName, int brokerPort, bool secure, X509Certificate? caCert, X509Certificate? clientCert, MqttSslProtocols sslProtocol)
    {
        if (secure)
        {
            throw new NotSupportedException("The virtual board connects to brokers without TLS only.");
        }

        host = brokerHostName;
        port = brokerPort;
    }

    /// <summary>What handles <see cref="MqttMsgPublished"/>.</summary>
    public delegate void MqttMsgPublishedEventHandler(object sender, MqttMsgPublishedEventArgs e);

    /// <summary>Tells that a message was acknowledged, or given up; raised on the client's own thread.</summary>
    public event MqttMsgPublishedEventHandler? MqttMsgPublished;

    /// <summary>There is a connection.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Connects and waits for the broker's answer.</summary>
    /// <exception cref="MqttConnectionException">The broker can't be reached.</exception>
    public MqttReasonCode Connect(string clientId) => Connect(clientId, null, null);

    /// <summary>Connects with a user name and waits for the broker's answer.</summary>
    /// <exception cref="MqttConnectionException">The broker can't be reached.</exception>
    public MqttReasonCode Connect(string clientId, string? username, string? password)
    {
        Mosquitto.Require();
        if (!board.IsNetworkUp)
        {
            throw new MqttConnectionException("Exception connecting to the broker: no network", null);
        }

        lock (gate)
        {
            self = GCHandle.Alloc(this);
            client = Mosquitto.mosquitto_new(clientId, cleanSession: true, GCHandle.ToIntPtr(self));
            board.Attach(this);
        }

        _ = Mosquitto.mosquitto_int_option(client, Mosquitto.OptionTcpNoDelay, 1);
        if (username is not null)
        {
            _ = Mosquitto.mosquitto_username_pw_set(client, username, password);
        }

        Mosquitto.mosquitto_connect_callback_set(client, &OnConnect);
        Mosquitto.mosquitto_disconnect_callback_set(client, &OnDisconnect);
        Mosquitto.mosquitto_publish_callback_set(client, &OnPublish);
        var error = Mosquitto.mosquitto_connect(client, host, port, KeepAliveSeconds);
        if (error == 0)
        {
            error = Mosquitto.mosquitto_loop_start(client);
        }

        if (error != 0)
        {
            throw new MqttConnectionException($"Exception connecting to the broker {host}:{port}: {Mosquitto.Describe(error)}", null);
        }

        if (!connectAnswered.Wait(TimeSpan.FromSeconds(ConnectSeconds)))
        {
            throw new MqttConnectionException($"The broker {host}:{port} does not answer.", null);
        }

        IsConnected = connectReason == 0;
        return (MqttReasonCode)connectReason;
    }

    /// <summary>Publishes a message; <see cref="MqttMsgPublished"/> tells what became of it.</summary>
    /// <returns>Identifier of the message.</returns>
    /// <exception cref="NotSupportedException">A content type or properties are given, which belong to MQTT 5.</exception>
    /// <exception cref="MqttCommunicationException">There is no connection.</exception>
    public ushort Publish(string topic, byte[] message, string? contentType, ArrayList? userProperties, MqttQoSLevel qosLevel, bool retain)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!string.IsNullOrEmpty(contentType) || userProperties is { Count: > 0 })
        {
            throw new NotSupportedException();
        }

        board.Clock.ThrowIfOff();
        if (!board.IsNetworkUp)
        {
            IsConnected = false;
        }

        lock (gate)
        {
            if (!IsConnected || Mosquitto.mosquitto_publish(client, out var id, topic, message.Length, message, (int)qosLevel, retain) != 0)
            {
                throw new MqttCommunicationException();
            }

            var hold = board.Clock.Hold();
            var patience = new Timer(_ => hold.Dispose(), null, TimeSpan.FromSeconds(AnswerSeconds), Timeout.InfiniteTimeSpan);
            pending[id] = new PendingMessage(new BoardPost(topic, Encoding.UTF8.GetString(message)), hold, patience);
            return (ushort)id;
        }
    }

    /// <summary>Ends the connection.</summary>
    public void Disconnect() => Dispose();

    /// <summary>Ends the connection.</summary>
    public void Close() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        nint closing;
        lock (gate)
        {
            closing = client;
            client = 0;
            IsConnected = false;
        }

        if (closing != 0)
        {
            board.Detach(this);
            _ = Mosquitto.mosquitto_disconnect(closing);
            _ = Mosquitto.mosquitto_loop_stop(closing, force: false);
            Mosquitto.mosquitto_destroy(closing);
            self.Free();
            DropPending();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint client, nint context, int reason)
    {
        var me = Of(context);
        me.connectReason = reason;
        me.connectAnswered.Set();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnect(nint client, nint context, int reason)
    {
        // libmosquitto would reconnect by itself, which M2Mqtt does not.
        _ = Mosquitto.mosquitto_disconnect(client);
        var me = Of(context);
        me.IsConnected = false;
        me.DropPending();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint client, nint context, int messageId) => Of(context).Acknowledge(messageId);

    private static MqttClient Of(nint context) => (MqttClient)GCHandle.FromIntPtr(context).Target!;

    private void Acknowledge(int messageId)
    {
        PendingMessage? message;
        lock (gate)
        {
            pending.Remove(messageId, out message);
        }

        if (message is not null && board.IsNetworkUp)
        {
            board.Confirm(message.Post);
            board.RunAs(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs((ushort)messageId, isPublished: true)));
        }

        message?.Dispose();
    }

    private void DropPending()
    {
        lock (gate)
        {
            foreach (var message in pending.Values)
            {
                message.Dispose();
            }

            pending.Clear();
        }
    }

    private sealed record PendingMessage(BoardPost Post, IDisposable Hold, Timer Patience) : IDisposable
    {
        public void Dispose()
        {
            Patience.Dispose();
            Hold.Dispose();
        }
    }
}
