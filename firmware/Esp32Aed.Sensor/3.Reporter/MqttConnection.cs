using System;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace Esp32Aed.Sensor;

/// <summary>
/// A connection to the MQTT broker for one session: version 3.1.1 or 5, with TLS 1.2 where the settings say so. With TLS the broker's
/// certificate must be signed by the user's authority, name the host, and be valid by the board's clock; so the clock must be set before.
/// </summary>
public sealed class MqttConnection
{
    private const int ConnectMilliseconds = 10000;
    private const int AnswerMilliseconds = 6000;
    private const int CloseMilliseconds = 2500;
    private const ushort KeepAliveSeconds = 60;

    private readonly object gate = new object();
    private readonly AutoResetEvent answered = new AutoResetEvent(false);
    private readonly MqttSettings settings;
    private readonly string clientId;
    private readonly string broker;
    private MqttClient client;
    private int attempt;
    private int answeredId;
    private bool isConfirmed;
    private bool isBroken;

    /// <summary>Makes the connection; nothing is connected yet.</summary>
    /// <param name="settings">The broker.</param>
    /// <param name="clientId">Name of the client at the broker.</param>
    public MqttConnection(MqttSettings settings, string clientId)
    {
        this.settings = settings;
        this.clientId = clientId;
        broker = settings.Host + ":" + settings.Port.ToString();
    }

    /// <summary>Takes a message of a topic that was subscribed to.</summary>
    public delegate void MessageHandler(string topic, byte[] message);

    /// <summary>A message has come; raised on a thread of the connection, so the handler only keeps it.</summary>
    public event MessageHandler Received;

    /// <summary>Connects.</summary>
    /// <exception cref="ReportException">The broker can't be reached, is not the right one, or refuses.</exception>
    public void Open(SessionPatience patience)
    {
        Close();
        var authority = settings.UsesTls ? PemFile.Authority(settings.CaFile) : null;
        var own = settings.UsesTls ? PemFile.Own(settings.CertificateFile, settings.KeyFile) : null;
        var mine = ++attempt;
        var reason = MqttReasonCode.Success;
        try
        {
            BoundedCall.Run(
                () =>
                {
                    // The name is looked up in here, which may take its time as well.
                    var made = new MqttClient(
                        settings.Host, settings.Port, settings.UsesTls, authority, own, settings.UsesTls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None);
                    reason = Connect(made, mine);
                },
                patience.AtMost(ConnectMilliseconds),
                "the broker " + broker);
        }
        catch (ReportException)
        {
            GiveUp();
            throw;
        }
        catch (Exception e)
        {
            GiveUp();
            throw new ReportException("no connection to the broker " + broker + ": " + ReportException.LineOf(e) + (settings.UsesTls ? TlsTrouble.Hint() : string.Empty));
        }

        if (reason != MqttReasonCode.Success)
        {
            GiveUp();
            throw new ReportException("the broker " + broker + " refused the connection, code " + ((int)reason).ToString());
        }
    }

    /// <summary>Subscribes with quality of service 1, and waits for the broker's answer; retained messages follow it.</summary>
    /// <exception cref="ReportException">The broker does not confirm.</exception>
    public void Subscribe(string[] topics, SessionPatience patience)
    {
        var levels = new MqttQoSLevel[topics.Length];
        for (var t = 0; t < levels.Length; t++)
        {
            levels[t] = MqttQoSLevel.AtLeastOnce;
        }

        WaitForAnswer(Connected().Subscribe(topics, levels), patience, "subscription");
    }

    /// <summary>Publishes with quality of service 1, and waits until the broker has acknowledged it.</summary>
    /// <exception cref="ReportException">The broker does not acknowledge.</exception>
    public void Publish(string topic, byte[] message, bool isRetained, SessionPatience patience)
    {
        // Content type and properties belong to MQTT 5; the client refuses them in 3.1.1.
        var id = Connected().Publish(topic, message, null, null, MqttQoSLevel.AtLeastOnce, isRetained);
        WaitForAnswer(id, patience, "message");
    }

    /// <summary>Says good-bye, if there is a connection, and ends it; never throws.</summary>
    public void Close()
    {
        MqttClient closing;
        lock (gate)
        {
            attempt++;
            closing = client;
            client = null;
        }

        if (closing == null)
        {
            return;
        }

        try
        {
            BoundedCall.Run(() => End(closing), CloseMilliseconds, broker);
        }
        catch (Exception)
        {
            // The connection is given up; what state it was in does not matter.
        }
    }

    private static void End(MqttClient closing)
    {
        try
        {
            if (closing.IsConnected)
            {
                closing.Disconnect();
            }
        }
        finally
        {
            closing.Dispose();
        }
    }

    private MqttReasonCode Connect(MqttClient made, int mine)
    {
        var isKept = false;
        try
        {
            made.ProtocolVersion = settings.IsVersion5 ? MqttProtocolVersion.Version_5 : MqttProtocolVersion.Version_3_1_1;
            made.MqttMsgPublished += OnPublished;
            made.MqttMsgSubscribed += OnSubscribed;
            made.MqttMsgPublishReceived += OnReceived;
            made.ConnectionClosed += OnClosed;
            var reason = made.Connect(clientId, settings.User, settings.Password, true, KeepAliveSeconds);
            lock (gate)
            {
                isKept = mine == attempt && reason == MqttReasonCode.Success;
                if (isKept)
                {
                    // Message numbers begin anew: an answer of the last connection means nothing here.
                    client = made;
                    answeredId = 0;
                    isBroken = false;
                }
            }

            return reason;
        }
        finally
        {
            if (!isKept)
            {
                made.Dispose();
            }
        }
    }

    private void GiveUp()
    {
        lock (gate)
        {
            attempt++;
        }
    }

    private MqttClient Connected()
    {
        var open = client;
        if (open == null || !open.IsConnected)
        {
            throw new ReportException("the connection to the broker " + broker + " broke");
        }

        return open;
    }

    private void WaitForAnswer(int id, SessionPatience patience, string what)
    {
        while (answered.WaitOne(patience.AtMost(AnswerMilliseconds), false))
        {
            lock (gate)
            {
                if (isBroken)
                {
                    throw new ReportException("the connection to the broker " + broker + " broke before the " + what + " was acknowledged");
                }

                if (answeredId == id)
                {
                    if (isConfirmed)
                    {
                        return;
                    }

                    break;
                }
            }
        }

        throw new ReportException("the broker " + broker + " did not acknowledge the " + what);
    }

    private void Answer(object sender, int id, bool confirmed)
    {
        lock (gate)
        {
            if (sender != client)
            {
                return;
            }

            answeredId = id;
            isConfirmed = confirmed;
        }

        answered.Set();
    }

    private void OnPublished(object sender, MqttMsgPublishedEventArgs e) => Answer(sender, e.MessageId, e.IsPublished);

    private void OnSubscribed(object sender, MqttMsgSubscribedEventArgs e) => Answer(sender, e.MessageId, true);

    private void OnReceived(object sender, MqttMsgPublishEventArgs e) => Received?.Invoke(e.Topic, e.Message);

    private void OnClosed(object sender, EventArgs e)
    {
        lock (gate)
        {
            if (sender != client)
            {
                return;
            }

            isBroken = true;
        }

        answered.Set();
    }
}
