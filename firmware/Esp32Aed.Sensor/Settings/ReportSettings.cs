namespace Esp32Aed.Sensor;

/// <summary>[report]: what a record covers, and where records go.</summary>
public sealed class ReportSettings
{
    /// <summary><see cref="Kind"/>: an MQTT broker.</summary>
    public const int Mqtt = 0;

    /// <summary><see cref="Kind"/>: an HTTP server that takes JSON.</summary>
    public const int Http = 1;

    /// <summary><see cref="Kind"/>: InfluxDB's line protocol.</summary>
    public const int Influx = 2;

    /// <summary><see cref="Kind"/>: a Brewfather custom stream.</summary>
    public const int Brewfather = 3;

    internal static readonly string[] Keys = { "report.kind", "report.every", "report.post", "report.led" };

    private const int MostSeconds = 86400;

    private ReportSettings()
    {
    }

    /// <summary>The receiver: <see cref="Mqtt"/>, <see cref="Http"/>, <see cref="Influx"/> or <see cref="Brewfather"/>.</summary>
    public int Kind { get; private set; }

    /// <summary>Seconds of sound in one record; a sensor that sleeps makes one record a wake.</summary>
    public int EverySeconds { get; private set; }

    /// <summary>Seconds between two posts; 0 for each record at once.</summary>
    public int PostSeconds { get; private set; }

    /// <summary>GPIO number of the lamp that blinks when records have arrived, or -1.</summary>
    public int LedPin { get; private set; }

    internal static ReportSettings Read(SettingsFile file)
    {
        var led = file.Find("report", "led");
        return new ReportSettings
        {
            Kind = file.Require("report", "kind", "mqtt").IsOneOf("mqtt", "http", "influx", "brewfather"),
            EverySeconds = file.Require("report", "every", "60").AsNumber(1, MostSeconds, "seconds"),
            PostSeconds = file.NumberOr("report", "post", 0, 0, MostSeconds, "seconds"),
            LedPin = led == null ? -1 : Esp32Pins.Output(led),
        };
    }
}
