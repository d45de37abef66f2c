using System.Globalization;
using System.Text;

namespace Esp32Aed.Load;

/// <summary>The records of simulated sensors. Every sensor has a day of its own to begin at, so that posts are spread over minutes as in a fleet.</summary>
internal static class SensorRecords
{
    private static readonly DateTime First = DateTime.UtcNow.Date.AddDays(-20);

    public static string NameOf(int sensor) => string.Create(CultureInfo.InvariantCulture, $"sensor-{sensor:00000}");

    /// <summary>All records in the order in which they are posted: each sensor in turn, as many at once as it has gathered.</summary>
    public static IEnumerable<(int Sensor, int First, int Count)> PostsOf(LoadOptions options, SequenceRange range)
    {
        for (var first = range.First; first < range.End; first += options.Batch)
        {
            for (var sensor = 0; sensor < options.Sensors; sensor++)
            {
                yield return (sensor, first, Math.Min(options.Batch, range.End - first));
            }
        }
    }

    /// <summary>One record as a sensor writes it.</summary>
    public static void Append(StringBuilder text, int sensor, int sequence) => text
        .Append("{\"device\":\"").Append(NameOf(sensor))
        .Append(CultureInfo.InvariantCulture, $"\",\"boot\":1,\"sequence\":{sequence},\"start\":\"{StartOf(sensor, sequence):yyyy-MM-ddTHH:mm:ssZ}\",")
        .Append("\"length_s\":60.032,\"listened_s\":58.016,\"lost_s\":0.016,\"load\":0.613,")
        .Append(CultureInfo.InvariantCulture, $"\"counts\":{{\"cough\":{CountOf(sensor, sequence)}}},\"model_checksum\":\"1a2b3c4d\",")
        .Append("\"battery_mv\":3712,\"rssi_dbm\":-71,\"reset\":\"deep sleep\"}");

    /// <summary>The same record in InfluxDB's line protocol, precision of seconds.</summary>
    public static void AppendLine(StringBuilder text, int sensor, int sequence) => text
        .Append("counts,device=").Append(NameOf(sensor))
        .Append(CultureInfo.InvariantCulture, $" cough={CountOf(sensor, sequence)}i,length_s=60.032,listened_s=58.016,lost_s=0.016,load=0.613,battery_mv=3712i,rssi_dbm=-71i ")
        .Append(CultureInfo.InvariantCulture, $"{new DateTimeOffset(StartOf(sensor, sequence)).ToUnixTimeSeconds()}\n");

    public static DateTime StartOf(int sensor, int sequence) => First.AddSeconds(sensor % 60).AddMinutes(sequence + (sensor % 1440));

    public static int CountOf(int sensor, int sequence) => ((sensor * 7) + (sequence * 3)) % 5;
}
