using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Esp32Aed.Servers;

namespace Esp32Aed.Load;

/// <summary>
/// The same records by the same way into an InfluxDB 1.x, with no validation and no sums: by HTTP the sensors post lines themselves; by MQTT a
/// mosquitto and a plain writer stand between.
/// </summary>
internal static class InfluxPeer
{
    /// <summary>Records per second, after a warm-up as the station's.</summary>
    public static async Task<double> MeasureAsync(LoadOptions options, string folder)
    {
        using var influx = await new InfluxServer().StartAsync();
        using var broker = options.IsMqtt ? Broker.Start(folder) : null;
        using var writer = broker is null ? null : new PlainWriter(broker.Port, influx.WriteAsync);
        await PostAsync(SequenceRange.WarmUp);
        var clock = Stopwatch.StartNew();
        await PostAsync(SequenceRange.Of(options));
        return options.Each * options.Sensors / clock.Elapsed.TotalSeconds;

        async Task PostAsync(SequenceRange range)
        {
            var acknowledged = new ConcurrentDictionary<(int Sensor, int Sequence), bool>();
            if (writer is null)
            {
                await HttpSensors.PostAsync(influx.WriteUrl, Lines, options, range, acknowledged);
                return;
            }

            await MqttSensors.PostAsync(broker!.Port, options, range, acknowledged);
            await writer.WaitAsync(range.End * options.Sensors);
        }
    }

    private static string Lines(int sensor, int first, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            SensorRecords.AppendLine(text, sensor, first + i);
        }

        return text.ToString();
    }
}
