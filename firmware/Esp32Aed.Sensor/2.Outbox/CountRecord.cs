using System;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>
/// What the sensor says of one interval: the one record it ever posts. A receiver tells repeated posts by device, boot and sequence,
/// and ignores fields it does not know, for more may be added.
/// <code>
/// {"device":"yard-1",                  name of nf.config
///  "boot":3,                           starts of the device, the first is 1
///  "sequence":0,                       records of this boot, without gaps, from 0
///  "start":"2026-07-01T12:00:00Z",     start of the interval, UTC; null when the clock was never set
///  "length_s":60.032,                  length of the interval, seconds
///  "listened_s":58.016,                seconds of it really listened to: counts / listened_s is the rate. Less than length_s where sound
///                                      was lost, around such gaps, and where the sensor is too slow and listens in bursts
///  "lost_s":1.984,                     seconds of sound lost because the sensor was late to fetch it
///  "load":0.613,                       processing time of a hop of sound by the hop's length; above 1 the sensor listens in bursts
///  "counts":{"cough":2},               events of each class, counted in the interval in which they were decoded
///  "model_checksum":"1a2b3c4d"}        CRC-32 of the model
/// </code>
/// </summary>
public sealed class CountRecord
{
    /// <summary>Name of the device.</summary>
    public string Device { get; set; }

    /// <summary>Starts of the device.</summary>
    public int Boot { get; set; }

    /// <summary>Number of the record within this boot, from 0.</summary>
    public int Sequence { get; set; }

    /// <summary>Start of the interval, UTC in ticks of 100 ns; 0 when the clock was never set.</summary>
    public long StartTicks { get; set; }

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
        json.Append("\"}");
        return json.ToString();
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
