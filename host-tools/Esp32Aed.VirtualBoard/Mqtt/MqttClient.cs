using System.Collections;
using System.Text;
using Esp32Aed.VirtualBoard;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;
using X509Certificate = Esp32Aed.VirtualBoard.Api.X509Certificate;

namespace nanoFramework.M2Mqtt;

/// <summary>
/// nanoFramework's MQTT client (3.1.1 and 5), over libmosquitto, to a real broker. It does not reconnect by itself. A message that is not
/// acknowledged is given up after three tries of a second each, as M2Mqtt does; and, like M2Mqtt, it takes every acknowledgement of
/// version 5 for a yes.
/// </summary>
public sealed class MqttClient : IDisposable
{
    private const int TriesMilliseconds = 3000;
    private const int RealAnswerSeconds = 10;

    private readonly Board board = Board.Current;
    private readonly string host;
    private readonly int port;
    private readonly bool secure;
    private readonly X509Certificate? authority;
    private readonly X509Certificate? own;
    private readonly Lock gate = new();
    private readonly Dictionary<ushort, PendingMessage> pending = [];
    private MosquittoLink? link;
    private ushort lastId;
    private bool isClosedTold;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    public MqttClient(string brokerHostName, int brokerPort, bool secure, X509Certificate? caCert, X509Certificate? clientCert, MqttSslProtocols sslProtocol)
    {
        if (secure && sslProtocol is not (MqttSslProtocols.TLSv1_2 or MqttSslProtocols.TLSv1_3))
        {
            throw new ArgumentException("SSL/TLS protocol version not supported", nameof(sslProtocol));
        }

        host = brokerHostName;
        port = brokerPort;
        this.secure = secure;
        authority = caCert;
        own = clientCert;
    }

    /// <summary>What handles <see cref="MqttMsgPublished"/>.</summary>
    public delegate void MqttMsgPublishedEventHandler(object sender, MqttMsgPublishedEventArgs e);

    /// <summary>What handles <see cref="MqttMsgSubscribed"/>.</summary>
    public delegate void MqttMsgSubscribedEventHandler(object sender, MqttMsgSubscribedEventArgs e);

    /// <summary>What handles <see cref="MqttMsgPublishReceived"/>.</summary>
    public delegate void MqttMsgPublishEventHandler(object sender, MqttMsgPublishEventArgs e);

    /// <summary>What handles <see cref="ConnectionClosed"/>.</summary>
    public delegate void ConnectionClosedEventHandler(object sender, EventArgs e);

    /// <summary>Tells that a message was acknowledged, or given up; raised on the client's own thread.</summary>
    public event MqttMsgPublishedEventHandler? MqttMsgPublished;

    /// <summary>Tells that a subscription was confirmed; raised on the client's own thread.</summary>
    public event MqttMsgSubscribedEventHandler? MqttMsgSubscribed;

    /// <summary>Hands over a message; raised on the client's own thread.</summary>
    public event MqttMsgPublishEventHandler? MqttMsgPublishReceived;

    /// <summary>Tells that the connection has ended; raised on the client's own thread.</summary>
    public event ConnectionClosedEventHandler? ConnectionClosed;

    /// <summary>There is a connection.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Version of the protocol.</summary>
    public MqttProtocolVersion ProtocolVersion { get; set; } = MqttProtocolVersion.Version_3_1_1;

    /// <summary>Connects and waits for the broker's answer.</summary>
    /// <exception cref="MqttConnectionException">The broker can't be reached, or its certificate is refused.</exception>
    public MqttReasonCode Connect(string clientId, string? username, string? password, bool cleanSession, ushort keepAlivePeriod)
    {
        board.Clock.ThrowIfOff();
        if (!board.IsNetworkUp)
        {
            throw new MqttConnectionException("Exception connecting to the broker: no network", null);
        }

        var fate = board.NetworkFaults?.OnConnect(host, port) ?? default;
        board.Pass(fate);
        if (fate.Fault is NetworkFault.Refused or NetworkFault.TimedOut or NetworkFault.Dropped)
        {
            throw new MqttConnectionException("Socket exception connecting to the broker", null);
        }

        var made = new MosquittoLink(this, clientId, (int)ProtocolVersion, cleanSession);
        int reason;
        try
        {
            if (secure)
            {
                made.UseTls(authority, own, board.UtcNow);
            }

            reason = made.Connect(host, port, keepAlivePeriod, username, password);
        }
        catch
        {
            made.Dispose();
            throw;
        }

        if (fate.Fault == NetworkFault.AnswerLost)
        {
            made.Dispose();
            throw new MqttCommunicationException();
        }

        lock (gate)
        {
            link = made;
            board.Attach(this);
        }

        IsConnected = reason == 0 && !made.IsBroken;
        return (MqttReasonCode)reason;
    }

    /// <summary>Publishes a message; <see cref="MqttMsgPublished"/> tells what became of it.</summary>
    /// <returns>Identifier of the message.</returns>
    /// <exception cref="NotSupportedException">A content type or properties are given with a version before 5.</exception>
    /// <exception cref="MqttCommunicationException">There is no connection.</exception>
    public ushort Publish(string topic, byte[] message, string? contentType, ArrayList? userProperties, MqttQoSLevel qosLevel, bool retain)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!string.IsNullOrEmpty(contentType) || userProperties is { Count: > 0 })
        {
            throw new NotSupportedException();
        }

        RequireConnection();
        var fate = board.NetworkFaults?.OnPost(topic) ?? default;
        var id = NextId();
        if (fate == default)
        {
            Send(id, topic, message, (int)qosLevel, retain, fate.Fault);
        }
        else
        {
            board.StartThread(() =>
            {
                board.Pass(fate.Fault == NetworkFault.TimedOut ? new NetworkFate(fate.Fault, TriesMilliseconds / 1000.0) : fate);
                Send(id, topic, message, (int)qosLevel, retain, fate.Fault);
            });
        }

        return id;
    }

    /// <summary>Subscribes; <see cref="MqttMsgSubscribed"/> tells when it stands.</summary>
    /// <returns>Identifier of the subscription.</returns>
    /// <exception cref="MqttCommunicationException">There is no connection.</exception>
    public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
    {
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(qosLevels);
        RequireConnection();
        var id = NextId();
        lock (gate)
        {
            pending[id] = new PendingMessage(null, RealHold(), NetworkFault.None) { Awaited = topics.Length };
            for (var t = 0; t < topics.Length; t++)
            {
                link!.Subscribe(id, topics[t], (int)qosLevels[t]);
            }
        }

        return id;
    }

    /// <summary>Ends the connection.</summary>
    public void Disconnect() => Dispose();

    /// <summary>Ends the connection.</summary>
    public void Close() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        MosquittoLink? closing;
        lock (gate)
        {
            closing = link;
            link = null;
            IsConnected = false;
            isClosedTold = true;
        }

        if (closing is not null)
        {
            board.Detach(this);
            closing.Dispose();
            DropPending();
        }
    }

    /// <summary>The broker has answered a message or a subscription.</summary>
    internal void Acknowledge(ushort id)
    {
        PendingMessage? message;
        lock (gate)
        {
            if (!pending.TryGetValue(id, out message) || --message.Awaited > 0)
            {
                return;
            }

            pending.Remove(id);
        }

        if (message.Fault == NetworkFault.AnswerLost)
        {
            Break();
        }
        else if (board.IsNetworkUp && message.Post is null)
        {
            board.RunAs(() => MqttMsgSubscribed?.Invoke(this, new MqttMsgSubscribedEventArgs(id)));
        }
        else if (board.IsNetworkUp)
        {
            board.Confirm(message.Post!);
            board.RunAs(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(id, isPublished: true)));
        }

        message.Hold.Dispose();
    }

    /// <summary>A message has come.</summary>
    internal void Receive(string topic, byte[] message, int qos, bool isRetained)
    {
        if (board.IsNetworkUp)
        {
            board.RunAs(() => MqttMsgPublishReceived?.Invoke(this, new MqttMsgPublishEventArgs(topic, message, false, (MqttQoSLevel)qos, isRetained)));
        }
    }

    /// <summary>The connection has broken.</summary>
    internal void Break()
    {
        lock (gate)
        {
            IsConnected = false;
            if (isClosedTold)
            {
                return;
            }

            isClosedTold = true;
        }

        board.RunAs(() => ConnectionClosed?.Invoke(this, EventArgs.Empty));
        DropPending();
    }

    // While a real broker is at work the board's time stands still; but not for ever, should it be silent.
    private RealWait RealHold()
    {
        var hold = board.Clock.Hold();
        return new RealWait(hold, new Timer(_ => hold.Dispose(), null, TimeSpan.FromSeconds(RealAnswerSeconds), Timeout.InfiniteTimeSpan));
    }

    private void RequireConnection()
    {
        board.Clock.ThrowIfOff();
        if (!board.IsNetworkUp)
        {
            IsConnected = false;
        }

        if (!IsConnected)
        {
            throw new MqttCommunicationException();
        }
    }

    private ushort NextId()
    {
        lock (gate)
        {
            return lastId = lastId == ushort.MaxValue ? (ushort)1 : (ushort)(lastId + 1);
        }
    }

    private void Send(ushort id, string topic, byte[] message, int qos, bool retain, NetworkFault fault)
    {
        if (fault == NetworkFault.TimedOut)
        {
            board.RunAs(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(id, isPublished: false)));
            return;
        }

        var isSent = false;
        lock (gate)
        {
            if (fault is NetworkFault.None or NetworkFault.AnswerLost && IsConnected && link is not null)
            {
                pending[id] = new PendingMessage(new BoardPost(topic, Encoding.UTF8.GetString(message)), RealHold(), fault);
                isSent = link.Publish(id, topic, message, qos, retain);
            }
        }

        if (!isSent)
        {
            Break();
        }
    }

    private void DropPending()
    {
        lock (gate)
        {
            foreach (var message in pending.Values)
            {
                message.Hold.Dispose();
            }

            pending.Clear();
        }
    }

    private sealed record RealWait(IDisposable Hold, Timer Patience) : IDisposable
    {
        public void Dispose()
        {
            Patience.Dispose();
            Hold.Dispose();
        }
    }

    private sealed record PendingMessage(BoardPost? Post, RealWait Hold, NetworkFault Fault)
    {
        public int Awaited { get; set; } = 1;
    }
}
