namespace Esp32Aed.Sensor;

/// <summary>The reporter that the settings name.</summary>
public static class ReporterChoice
{
    private const string Drive = "I:\\";

    /// <summary>Makes it; nothing is connected yet.</summary>
    /// <param name="settings">The sensor's settings.</param>
    /// <param name="labels">Classes of the model.</param>
    /// <param name="modelChecksum">CRC-32 of the model.</param>
    /// <param name="totals">Counts that have arrived so far, for Home Assistant; null where nobody keeps them, and then it is not told.</param>
    /// <param name="subscriptions">Topics whose messages are to be received (MQTT), or null.</param>
    /// <param name="isPowerOn">The sensor was not only asleep: Home Assistant is told anew, for the broker may have forgotten.</param>
    public static IReporter Of(SensorSettings settings, string[] labels, uint modelChecksum, IDeliveredTotals totals, string[] subscriptions, bool isPowerOn)
    {
        switch (settings.Report.Kind)
        {
            case ReportSettings.Http:
                return new HttpReporter(settings.Http);
            case ReportSettings.Influx:
                return new InfluxReporter(settings.Influx);
            case ReportSettings.Brewfather:
                return new BrewfatherReporter(settings.Brewfather, new StateFile(Drive + "brewfather"));
            default:
                var tells = settings.Mqtt.DiscoversHomeAssistant && totals != null;
                return new MqttReporter(
                    settings,
                    tells ? new HomeAssistantReport(new HomeAssistant(settings, labels, modelChecksum), totals, new StateFile(Drive + "homeassistant")) : null,
                    subscriptions)
                {
                    DescribesAnew = isPowerOn,
                };
        }
    }
}
