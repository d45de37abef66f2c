using System;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>
/// What the sensor says of one interval: the one record it ever posts. A receiver tells repeated posts by device, boot and sequence,
/// and ignores fields it does not know, for more may be added.
/// <code>
/// {"device":"yard-1",                  name of nf.config
///  "boot":3,                           starts of the device; some numbers are left out
///  "sequence":0,                       number of the record, without gaps over all boots for as long as the outbox is undamaged: the next has
///                                      sequence + records
///  "start":"2026-07-01T12:00:00Z",     start of the interval, UTC; null when the clock was never set
///  "length_s":60.032,                  length of the interval, seconds
///  "listened_s":58.016,                seconds of it really listened to: counts / listened_s is the rate. Less than length_s where sound
///                                      was lost, around such gaps, and where the sensor is too slow and listens in bursts
///  "lost_s":1.984,                     seconds of sound lost because the sensor was late to fetch it
///  "load":0.613,                       processing time of a hop of sound by the hop's length; above 1 the sensor listens in bursts
///  "counts":{"cough":2},               events of each class, counted in the interval in which they were decoded
///  "model_checksum":"1a2b3c4d",        CRC-32 of the model
///  "mean_score":3.27,                  mean of the events' largest scores (logits); null without events
///  "battery_mv":3912,                  these four are left out where they are not known, or 1: battery voltage, mV
///  "rssi_dbm":-71,                     strength of the Wi-Fi signal at the last post before, dBm
///  "reset":"wake",                     why the device had started: power-on, wake, crash, watchdog, update or safe-mode
///  "crash":"posting: ...",             why the device last died, in the first record that arrives after it
///  "update":"model 7 confirmed",       what became of an update, in the first record that arrives after it
///  "records":12}                       intervals merged into this one while the outbox was full; length_s is then the time from the
///                                      first's start to the last's end, or the sum of the lengths where the device had lost its clock
/// </code>
/// </summary>
public sealed class CountRecord
{
    /// <summary>Name of the device.</summary>
    public string Device { get; set; }

    /// <summary>Starts of the device.</summary>
    public int Boot { get; set; }

    /// <summary>Number of the record, of all that the outbox ever took; the outbox gives it.</summary>
    public int Sequence { get; set; }

    /// <summary>Start of the interval, UTC in ticks of 100 ns; 0 when the clock was never set. It is worked out when the record is posted.</summary>
    public long StartTicks { get; set; }

    /// <summary>The boot with which the device's timeline began: it ends when power is lost.</summary>
    public int Era { get; set; }

    /// <summary>Start of the interval on the device's timeline, microseconds.</summary>
    public long StartMicroseconds { get; set; }

    /// <summary>Intervals merged into this one, 1 or more.</summary>
    public int Records { get; set; } = 1;

    /// <summary>Length of the interval, microseconds.</summary>
    public long LengthMicroseconds { get; set; }

    /// <summary>Time really listened to, microseconds.</summary>
    public long ListenedMicroseconds { get; set; }

    /// <summary>Sound lost to overruns, microseconds.</summary>
    public long LostMicroseconds { get; set; }

    /// <summary>Processing time by the time of the sound processed, in thousandths.</summary>
    public int LoadPermille { get; set; }

    /// <summary>Names of the classes.</summary>
    public string[] Labels { get; set; }

    /// <summary>Events of each class, in the order of <see cref="Labels"/>.</summary>
    public int[] Counts { get; set; }

    /// <summary>CRC-32 of the model.</summary>
    public uint ModelChecksum { get; set; }

    /// <summary>Mean of the events' largest logits, Q8; 0 without events.</summary>
    public int MeanPeak { get; set; }

    /// <summary>Battery voltage, millivolts; 0 when not known.</summary>
    public int BatteryMillivolts { get; set; }

    /// <summary>Strength of the Wi-Fi signal, dBm; 0 when not known.</summary>
    public int Rssi { get; set; }

    /// <summary>Why the device had started, as <see cref="WakeReason"/> says.</summary>
    public byte ResetReason { get; set; }

    /// <summary>Why the device last died, or null; set when the record is posted.</summary>
    public string Crash { get; set; }

    /// <summary>What became of an update, or null; set when the record is posted.</summary>
    public string Update { get; set; }

    /// <summary>The counts for people, such as <c>cough 2, bark 1</c>.</summary>
    public string CountsText
    {
        get
        {
            var text = string.Empty;
            for (var c = 0; c < Labels.Length; c++)
            {
                text += (c == 0 ? string.Empty : ", ") + Labels[c] + " " + Counts[c].ToString();
            }

            return text;
        }
    }

    /// <summary>Events of all classes.</summary>
    public long EventCount
    {
        get
        {
            long events = 0;
            foreach (var count in Counts)
            {
                events += count;
            }

            return events;
        }
    }

    /// <summary>The record as one line of JSON.</summary>
    public string ToJson()
    {
        var json = new StringBuilder();
        json.Append("{\"device\":");
        JsonText.AppendString(json, Device);
        json.Append(",\"boot\":");
        json.Append(Boot);
        json.Append(",\"sequence\":");
        json.Append(Sequence);
        json.Append(",\"start\":");
        AppendStart(json);
        json.Append(",\"length_s\":");
        JsonText.AppendSeconds(json, LengthMicroseconds);
        json.Append(",\"listened_s\":");
        JsonText.AppendSeconds(json, ListenedMicroseconds);
        json.Append(",\"lost_s\":");
        JsonText.AppendSeconds(json, LostMicroseconds);
        json.Append(",\"load\":");
        JsonText.AppendSeconds(json, LoadPermille * 1000L);
        json.Append(",\"counts\":{");
        for (var c = 0; c < Labels.Length; c++)
        {
            if (c > 0)
            {
                json.Append(',');
            }

            JsonText.AppendString(json, Labels[c]);
            json.Append(':');
            json.Append(Counts[c]);
        }

        json.Append("},\"model_checksum\":\"");
        json.Append(ModelChecksum.ToString("X8").ToLower());
        json.Append("\",\"mean_score\":");
        AppendMeanScore(json);
        AppendUnlessZero(json, "battery_mv", BatteryMillivolts);
        AppendUnlessZero(json, "rssi_dbm", Rssi);
        AppendUnlessNull(json, "reset", WakeReason.TextOf(ResetReason));
        AppendUnlessNull(json, "crash", Crash);
        AppendUnlessNull(json, "update", Update);
        AppendUnlessZero(json, "records", Records > 1 ? Records : 0);
        json.Append('}');
        return json.ToString();
    }

    private static void AppendUnlessNull(StringBuilder json, string name, string value)
    {
        if (value != null)
        {
            json.Append(",\"");
            json.Append(name);
            json.Append("\":");
            JsonText.AppendString(json, value);
        }
    }

    private static void AppendUnlessZero(StringBuilder json, string name, int value)
    {
        if (value != 0)
        {
            json.Append(",\"");
            json.Append(name);
            json.Append("\":");
            json.Append(value);
        }
    }

    // To three decimals: 1 / 256 is 0.0039.
    private void AppendMeanScore(StringBuilder json)
    {
        if (EventCount == 0)
        {
            json.Append("null");
            return;
        }

        long peak = MeanPeak;
        if (peak < 0)
        {
            json.Append('-');
            peak = -peak;
        }

        JsonText.AppendSeconds(json, ((peak * 1000) + 128) / 256 * 1000);
    }

    private void AppendStart(StringBuilder json)
    {
        if (StartTicks == 0)
        {
            json.Append("null");
            return;
        }

        var start = new DateTime(StartTicks);
        json.Append('"');
        JsonText.AppendPadded(json, start.Year, 4);
        json.Append('-');
        JsonText.AppendPadded(json, start.Month, 2);
        json.Append('-');
        JsonText.AppendPadded(json, start.Day, 2);
        json.Append('T');
        JsonText.AppendPadded(json, start.Hour, 2);
        json.Append(':');
        JsonText.AppendPadded(json, start.Minute, 2);
        json.Append(':');
        JsonText.AppendPadded(json, start.Second, 2);
        json.Append("Z\"");
    }
}
