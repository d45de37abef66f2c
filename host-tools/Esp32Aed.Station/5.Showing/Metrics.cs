using System.Globalization;
using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary><c>GET /metrics</c>: totals for Prometheus, in its text format 0.0.4; with <c>?devices=no</c> only those of the station.</summary>
internal static class Metrics
{
    private const int MostDevices = 1000;

    /// <summary>Sends the metrics.</summary>
    public static Task AnswerAsync(HttpContext context, IRecordStore store, RecordWriter writer)
    {
        context.Response.ContentType = MediaTypeNames.Text.Plain + "; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(Of(writer) + (context.Request.Text("devices") == "no" ? string.Empty : OfDevices(store)));
    }

    private static string Of(RecordWriter writer)
    {
        var text = new StringBuilder();
        Head(text, "aed_station_records_stored_total", "counter", "Records stored since the station started.");
        Line(text, "aed_station_records_stored_total", string.Empty, writer.StoredRecords);
        Head(text, "aed_station_records_repeated_total", "counter", "Records that had been stored before, since the station started.");
        Line(text, "aed_station_records_repeated_total", string.Empty, writer.RepeatedRecords);
        Head(text, "aed_station_store_up", "gauge", "1 while the store works.");
        Line(text, "aed_station_store_up", string.Empty, writer.Fault is null ? 1 : 0);
        return text.ToString();
    }

    private static string OfDevices(IRecordStore store)
    {
        var text = new StringBuilder();
        List<DeviceSum> sums = [.. store.Totals(BucketSize.Day, 0, long.MaxValue).Take(MostDevices * 4)];
        Head(text, "aed_events_total", "counter", "Events of a class, ever.");
        foreach (var sum in sums.Where(s => s.Label.Length > 0))
        {
            Line(text, "aed_events_total", $"{{device=\"{sum.Device}\",label=\"{Escape(sum.Label)}\"}}", sum.Count);
        }

        Head(text, "aed_listened_seconds_total", "counter", "Seconds listened to, ever.");
        foreach (var sum in sums.Where(s => s.Label.Length == 0))
        {
            Line(text, "aed_listened_seconds_total", $"{{device=\"{sum.Device}\"}}", sum.ListenedMilliseconds / 1000.0);
        }

        Head(text, "aed_last_seen_timestamp_seconds", "gauge", "When a device last posted.");
        foreach (var device in store.Devices().Where(d => d.LastSeenMilliseconds is not null).Take(MostDevices))
        {
            Line(text, "aed_last_seen_timestamp_seconds", $"{{device=\"{device.Name}\"}}", device.LastSeenMilliseconds!.Value / 1000.0);
        }

        return text.ToString();
    }

    private static void Head(StringBuilder text, string name, string type, string help) => text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels).Append(CultureInfo.InvariantCulture, $" {value:R}\n");

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
