using Esp32Aed.Sensor;

namespace Esp32Aed.Deployment.Secrets;

/// <summary>A secret that a deployment takes.</summary>
/// <param name="Variable">Environment variable that may hold it.</param>
/// <param name="Section">Section of nf.secrets that it goes into, or null for what goes into the board's own configuration.</param>
/// <param name="Key">Its key there.</param>
/// <param name="Question">What to ask for.</param>
/// <param name="IsRequired">Nothing works without it.</param>
public sealed record SecretNeed(string Variable, string? Section, string Key, string Question, bool IsRequired)
{
    /// <summary>The network's name.</summary>
    public static SecretNeed WifiName { get; } = new("AED_WIFI_SSID", null, "ssid", "name of the Wi-Fi", IsRequired: true);

    /// <summary>The network's password; the only one that may be empty.</summary>
    public static SecretNeed WifiPassword { get; } = new("AED_WIFI_PASSWORD", null, "password", "password of the Wi-Fi (empty for an open one)", IsRequired: true);

    /// <summary>The key that updates are signed with; made up when there is none.</summary>
    public static SecretNeed CareKey { get; } = new("AED_CARE_KEY", "care", "key", "key of updates, 64 hexadecimal digits", IsRequired: true);

    /// <summary>What goes into nf.secrets with these settings.</summary>
    public static IReadOnlyList<SecretNeed> OfFiles(SensorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<SecretNeed> needs = [];
        switch (settings.Report.Kind)
        {
            case ReportSettings.Mqtt:
                needs.Add(new SecretNeed("AED_MQTT_PASSWORD", "mqtt", "password", "password at the MQTT broker", settings.Mqtt.User is not null));
                if (settings.Mqtt.CertificateFile is not null)
                {
                    needs.Add(new SecretNeed("AED_MQTT_KEY", "mqtt", "key", "file, beside nf.config, with the private key of the certificate", IsRequired: true));
                }

                break;
            case ReportSettings.Http:
                needs.Add(new SecretNeed("AED_HTTP_TOKEN", "http", "token", "bearer token of the HTTP server", IsRequired: false));
                break;
            case ReportSettings.Influx:
                needs.Add(new SecretNeed("AED_INFLUX_TOKEN", "influx", "token", "token of the InfluxDB server", IsRequired: false));
                break;
            default:
                needs.Add(new SecretNeed("AED_BREWFATHER_ID", "brewfather", "id", "id of the Brewfather stream", IsRequired: true));
                break;
        }

        if (settings.Care.Accepts)
        {
            needs.Add(CareKey);
        }

        return needs;
    }
}
