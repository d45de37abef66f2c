using System;
using System.Text;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace Esp32Aed.Sensor;

/// <summary>
/// Publishes to <c>esp32aed/&lt;device&gt;/counts</c> with quality of service 1 (MQTT 3.1.1): a record counts as posted when the broker
/// has acknowledged it. The connection is kept between posts and made anew after any failure.
/// </summary>
public sealed class MqttReporter : IReporter
{
    private const int AcknowledgeMilliseconds = 15000;

    private readonly object gate = new object();
    private readonly AutoResetEvent answered = new AutoResetEvent(false);
    private readonly SensorSettings settings;
    private readonly string topic;
    private MqttClient client;
    private int answeredId;
    private bool isPublished;

    /// <summary>Makes the reporter; nothing is connected yet.</summary>
    public MqttReporter(SensorSettings settings)
    {
        this.settings = settings;
        topic = "esp32aed/" + settings.DeviceName + "/counts";
    }

    /// <inheritdoc/>
    public void Post(string json)
    {
        try
        {
            if (client == null || !client.IsConnected)
            {
                Disconnect();
                Connect();
            }

            // Content type and properties belong to MQTT 5; the client refuses them in 3.1.1.
            var id = client.Publish(topic, Encoding.UTF8.GetBytes(json), null, null, MqttQoSLevel.AtLeastOnce, false);
            WaitForAnswer(id);
        }
        catch (Exception)
        {
            Disconnect();
            throw;
        }
    }

    private void Connect()
    {
        client = new MqttClient(settings.Mqtt.Host, settings.Mqtt.Port, false, null, null, MqttSslProtocols.None);
        client.MqttMsgPublished += OnPublished;
        var reason = settings.Mqtt.User == null
            ? client.Connect(settings.DeviceName)
            : client.Connect(settings.DeviceName, settings.Mqtt.User, settings.Mqtt.Password);
        if (reason != MqttReasonCode.Success)
        {
            throw new ReportException("the broker refused the connection, code " + ((int)reason).ToString());
        }
    }

    private void WaitForAnswer(int id)
    {
        while (answered.WaitOne(AcknowledgeMilliseconds, false))
        {
            lock (gate)
            {
                if (answeredId == id)
                {
                    if (isPublished)
                    {
                        return;
                    }

                    break;
                }
            }
        }

        throw new ReportException("the broker did not acknowledge the record");
    }

    private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
    {
        lock (gate)
        {
            answeredId = e.MessageId;
            isPublished = e.IsPublished;
        }

        answered.Set();
    }

    private void Disconnect()
    {
        if (client == null)
        {
            return;
        }

        client.MqttMsgPublished -= OnPublished;
        try
        {
            client.Dispose();
        }
        catch (Exception)
        {
            // The connection is given up; what state it was in does not matter.
        }

        client = null;
    }
}
