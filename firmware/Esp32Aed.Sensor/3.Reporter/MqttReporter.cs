using System;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>
/// Publishes each record to <c>esp32aed/&lt;device&gt;/counts</c> with quality of service 1: it has arrived when the broker has acknowledged
/// it. Where Home Assistant is to be told, the sensor's description and state go with it.
/// </summary>
public sealed class MqttReporter : IReporter
{
    private readonly SessionPatience patience = new SessionPatience();
    private readonly SessionSum session = new SessionSum();
    private readonly MqttConnection connection;
    private readonly HomeAssistantReport homeAssistant;
    private readonly string[] subscriptions;
    private readonly string topic;

    /// <summary>Makes the reporter; nothing is connected yet.</summary>
    /// <param name="settings">The sensor's settings.</param>
    /// <param name="homeAssistant">Tells Home Assistant, or null.</param>
    /// <param name="subscriptions">Topics whose messages are to be received during sessions, or null.</param>
    public MqttReporter(SensorSettings settings, HomeAssistantReport homeAssistant, string[] subscriptions)
    {
        connection = new MqttConnection(settings.Mqtt, settings.DeviceName);
        topic = "esp32aed/" + settings.DeviceName + "/counts";
        this.homeAssistant = homeAssistant;
        this.subscriptions = subscriptions;
    }

    /// <summary>The connection; <see cref="MqttConnection.Received"/> hands over what comes of the subscriptions.</summary>
    public MqttConnection Connection => connection;

    /// <summary>Home Assistant's description of the sensor is to be published though it has not changed: after the power was off.</summary>
    public bool DescribesAnew { get; set; }

    /// <inheritdoc/>
    public void Open()
    {
        patience.Start();
        session.Clear();
        connection.Open(patience);
        if (subscriptions != null)
        {
            connection.Subscribe(subscriptions, patience);
        }
    }

    /// <inheritdoc/>
    public void Post(CountRecord record)
    {
        connection.Publish(topic, Encoding.UTF8.GetBytes(record.ToJson()), false, patience);
        session.Add(record);
    }

    /// <inheritdoc/>
    public void Close()
    {
        try
        {
            // Last, for the records matter more, and the counts so far have those of this session then.
            if (homeAssistant != null && session.Newest != null)
            {
                homeAssistant.Describe(connection, DescribesAnew, patience);
                homeAssistant.Tell(session, connection, patience);
            }
        }
        catch (Exception e)
        {
            Console.WriteLine("report: Home Assistant is not told: " + ReportException.LineOf(e));
        }

        connection.Close();
    }
}
