namespace Esp32Aed.Sensor;

/// <summary>[influx]: an InfluxDB server.</summary>
public sealed class InfluxSettings
{
    internal static readonly string[] Keys = { "influx.url", "influx.measurement", "influx.ca" };

    internal static readonly string[] SecretKeys = { "influx.token" };

    private InfluxSettings()
    {
    }

    /// <summary>Address that lines are written to, with its query, or null where none is named.</summary>
    public string Url { get; private set; }

    /// <summary>Name of the measurement.</summary>
    public string Measurement { get; private set; }

    /// <summary>File on drive <c>I:</c> with the authority's certificate (PEM), or null.</summary>
    public string CaFile { get; private set; }

    /// <summary>Token, or null. A secret.</summary>
    public string Token { get; private set; }

    internal static InfluxSettings Read(SettingsFile file, SettingsFile secrets, bool isUsed)
    {
        var measurement = file.Find("influx", "measurement");
        if (measurement != null && !TextRules.IsAll(measurement.Value, TextRules.NameCharacters))
        {
            throw measurement.Fault("measurement = " + measurement.Value + " is not allowed; use letters, digits, - and _");
        }

        return new InfluxSettings
        {
            Url = file.WebAddress("influx", "url", "http://192.168.1.10:8086/write?db=sounds", isUsed),
            Measurement = measurement == null ? "sounds" : measurement.Value,
            CaFile = file.AuthorityOf("influx"),
            Token = SettingsFile.SecretOf(secrets, "influx", "token"),
        };
    }
}
