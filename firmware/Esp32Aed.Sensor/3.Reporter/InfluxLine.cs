using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>
/// A record in InfluxDB's line protocol (docs.influxdata.com, "InfluxDB line protocol reference"). The device is the tag. The point's time
/// is the start of the interval in nanoseconds; a record without a date has none, and the server takes the time of its arrival. A record
/// that is sent twice with the same time replaces itself; <c>boot</c> and <c>sequence</c> tell it in any case.
/// </summary>
public static class InfluxLine
{
    private const long UnixEpochTicks = 621355968000000000;
    private const long NanosecondsPerTick = 100;

    /// <summary>The line, without its end.</summary>
    public static string Of(string measurement, CountRecord record)
    {
        var line = new StringBuilder();
        line.Append(measurement);
        line.Append(",device=");
        AppendKey(line, record.Device);
        line.Append(" boot=");
        line.Append(record.Boot);
        line.Append("i,sequence=");
        line.Append(record.Sequence);
        line.Append("i,length_s=");
        JsonText.AppendSeconds(line, record.LengthMicroseconds);
        line.Append(",listened_s=");
        JsonText.AppendSeconds(line, record.ListenedMicroseconds);
        line.Append(",lost_s=");
        JsonText.AppendSeconds(line, record.LostMicroseconds);
        line.Append(",load=");
        JsonText.AppendSeconds(line, record.LoadPermille * 1000L);
        for (var c = 0; c < record.Labels.Length; c++)
        {
            line.Append(",count_");
            AppendKey(line, record.Labels[c]);
            line.Append('=');
            line.Append(record.Counts[c]);
            line.Append('i');
        }

        if (record.EventCount > 0)
        {
            // 1 / 256 to three decimals.
            long peak = record.MeanPeak;
            line.Append(peak < 0 ? ",mean_score=-" : ",mean_score=");
            JsonText.AppendSeconds(line, (((peak < 0 ? -peak : peak) * 1000) + 128) / 256 * 1000);
        }

        if (record.BatteryMillivolts != 0)
        {
            line.Append(",battery_v=");
            JsonText.AppendSeconds(line, record.BatteryMillivolts * 1000L);
        }

        if (record.Rssi != 0)
        {
            line.Append(",rssi_dbm=");
            line.Append(record.Rssi);
            line.Append('i');
        }

        var reset = WakeReason.TextOf(record.ResetReason);
        if (reset != null)
        {
            line.Append(",reset=\"" + reset + "\"");
        }

        line.Append(",records=");
        line.Append(record.Records);
        line.Append("i,model_checksum=\"");
        line.Append(record.ModelChecksum.ToString("X8").ToLower());
        line.Append('"');
        if (record.StartTicks > UnixEpochTicks)
        {
            line.Append(' ');
            line.Append((record.StartTicks - UnixEpochTicks) * NanosecondsPerTick);
        }

        return line.ToString();
    }

    /// <summary>
    /// Appends a tag's value, or a part of a key: commas, equals signs and spaces are escaped; line ends and backslashes, for which the
    /// protocol has no form that is safe everywhere, become <c>_</c>.
    /// </summary>
    public static void AppendKey(StringBuilder line, string text)
    {
        foreach (var c in text.ToCharArray())
        {
            if (c < ' ' || c == '\\')
            {
                line.Append('_');
                continue;
            }

            if (c == ',' || c == '=' || c == ' ')
            {
                line.Append('\\');
            }

            line.Append(c);
        }
    }
}
