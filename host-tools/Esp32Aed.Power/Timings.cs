namespace Esp32Aed.Power;

/// <summary>How long the steps of a wake take, s. None was measured on one of our boards.</summary>
public static class Timings
{
    /// <summary>From waking to the first sample: interpreter, files, model.</summary>
    public static Figure Boot { get; } = new(3, "assumed");

    /// <summary>Until the microphone's samples are good.</summary>
    public static Figure MicrophoneStart { get; } = new(0.3, "INMP441 datasheet DS-INMP441-00 rev. 1.1, Normal Operation: 2^18 clocks, 0.26 s at 16 kHz");

    /// <summary>Connecting on a channel that is known.</summary>
    public static Figure Connect { get; } = new(1.8, "measured with a report (electronics.voltsandbits.com, Speeding up ESPHome Wifi Connections)");

    /// <summary>More for an address by DHCP.</summary>
    public static Figure Dhcp { get; } = new(1.7, "iotclass.org, Wi-Fi Power Optimization");

    /// <summary>More when the channel is not known and all are searched.</summary>
    public static Figure Scan { get; } = new(6.3, "as Connect: 8.1 s instead of 1.8 s");

    /// <summary>Share of the posts that need a search.</summary>
    public static Figure ScanShare { get; } = new(0.05, "assumed");

    /// <summary>Sending records and waiting for the confirmation.</summary>
    public static Figure Post { get; } = new(0.5, "assumed");

    /// <summary>More for TLS.</summary>
    public static Figure Tls { get; } = new(3, "assumed");

    /// <summary>Share of the radio's time in which it sends.</summary>
    public static Figure TransmitShare { get; } = new(0.1, "assumed");

    /// <summary>Share of the time in which the radio of a kept connection is on.</summary>
    public static Figure BeaconShare { get; } = new(0.03, "3 ms for each of the network's beacons (ESP8266EX Datasheet, table 3-4, note 1)");

    /// <summary>Seconds of radio for one post.</summary>
    public static double Radio(DutyCycle cycle)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        var connecting = cycle is { KeepsConnected: true, Sleeps: false } ? 0 : Connect.Value + (cycle.HasAddress ? 0 : Dhcp.Value) + (ScanShare.Value * Scan.Value);
        return connecting + Post.Value + (cycle.UsesTls && connecting > 0 ? Tls.Value : 0);
    }
}
