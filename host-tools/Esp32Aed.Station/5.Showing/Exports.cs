using System.Globalization;
using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary><c>GET /api/export</c>: records as CSV, JSON lines or InfluxDB line protocol, sent as they are read.</summary>
internal static class Exports
{
    private const int FlushCharacters = 32 * 1024;

    private const string CsvHeader =
        "device,boot,sequence,start,length_s,listened_s,lost_s,label,count,model_checksum,records,load,mean_score,battery_mv,rssi_dbm,reset,dated_by_arrival\n";

    /// <summary>Sends the export, or says in one line why it can't be.</summary>
    public static async Task AnswerAsync(HttpContext context, IRecordStore store)
    {
        var response = context.Response;
        try
        {
            var (from, to) = context.Request.Range(span: null);
            var (type, name, header, write) = Format(context.Request.Text("format") ?? "csv");
            var records = store.Records(context.Request.AnyDevice(), from, to);
            response.ContentType = type + "; charset=utf-8";
            response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            await SendAsync(response, header, records, write, context.RequestAborted).ConfigureAwait(false);
        }
        catch (FormatException error)
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
            response.ContentType = MediaTypeNames.Text.Plain + "; charset=utf-8";
            await response.WriteAsync(error.Message + "\n").ConfigureAwait(false);
        }
    }

    /// <summary>A record as rows of CSV (RFC 4180), one for each label; a spreadsheet must not take a label for a formula.</summary>
    internal static void WriteCsv(StringBuilder text, SensorRecord r)
    {
        foreach (var (label, count) in r.Counts.Count > 0 ? r.Counts : [new LabelCount(string.Empty, 0)])
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{r.Device},{r.Boot},{r.Sequence},{RecordJson.Time(r.StartMilliseconds)},{RecordJson.Seconds(r.LengthMilliseconds)},")
                .Append(CultureInfo.InvariantCulture, $"{RecordJson.Seconds(r.ListenedMilliseconds)},{RecordJson.Seconds(r.LostMilliseconds)},")
                .Append(CultureInfo.InvariantCulture, $"{CsvText(label)},{count},{r.ModelChecksum},{r.Records},{r.Load},{r.MeanScore},{r.BatteryMillivolts},{r.RssiDbm},")
                .Append(CultureInfo.InvariantCulture, $"{CsvText(r.Reset ?? string.Empty)},{(r.IsDatedByArrival ? 1 : 0)}\n");
        }
    }

    /// <summary>A record as points of InfluxDB's line protocol, precision ms: <c>aed_counts</c> for each label, <c>aed_sensor</c> for the rest.</summary>
    internal static void WriteInflux(StringBuilder text, SensorRecord r)
    {
        foreach (var (label, count) in r.Counts)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"aed_counts,device={r.Device},label={Tag(label)} count={count}i,listened_s={RecordJson.Seconds(r.ListenedMilliseconds)} {r.StartMilliseconds}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"aed_sensor,device={r.Device} boot={r.Boot}i,sequence={r.Sequence}i,length_s={RecordJson.Seconds(r.LengthMilliseconds)},")
            .Append(CultureInfo.InvariantCulture, $"listened_s={RecordJson.Seconds(r.ListenedMilliseconds)},lost_s={RecordJson.Seconds(r.LostMilliseconds)}");
        AppendField(text, "load", r.Load);
        AppendField(text, "battery_mv", r.BatteryMillivolts);
        AppendField(text, "rssi_dbm", r.RssiDbm);
        text.Append(CultureInfo.InvariantCulture, $" {r.StartMilliseconds}\n");
    }

    private static (string Type, string Name, string Header, Action<StringBuilder, SensorRecord> Write) Format(string format) => format switch
    {
        "csv" => (MediaTypeNames.Text.Csv, "aed.csv", CsvHeader, WriteCsv),
        "json" => ("application/x-ndjson", "aed.jsonl", string.Empty, (text, record) => text.Append(RecordJson.Of(record)).Append('\n')),
        "influx" => (MediaTypeNames.Text.Plain, "aed.lp", string.Empty, WriteInflux),
        _ => throw new FormatException("format must be csv, json or influx"),
    };

    private static async Task SendAsync(
        HttpResponse response, string header, IEnumerable<SensorRecord> records, Action<StringBuilder, SensorRecord> write, CancellationToken stop)
    {
        var text = new StringBuilder(header);
        foreach (var record in records)
        {
            write(text, record);
            if (text.Length > FlushCharacters)
            {
                await response.WriteAsync(text.ToString(), stop).ConfigureAwait(false);
                text.Clear();
            }
        }

        await response.WriteAsync(text.ToString(), stop).ConfigureAwait(false);
    }

    private static string CsvText(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static string Tag(string text)
    {
        // A backslash at the end would take the comma or space after it along.
        var escaped = text.Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal).Replace(" ", "\\ ", StringComparison.Ordinal);
        return escaped.EndsWith('\\') ? escaped + "_" : escaped;
    }

    private static void AppendField(StringBuilder text, string name, double? value)
    {
        if (value is { } number)
        {
            text.Append(CultureInfo.InvariantCulture, $",{name}={number}");
        }
    }
}
