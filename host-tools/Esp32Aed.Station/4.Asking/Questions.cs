using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>The JSON API's questions, described in <c>/openapi.json</c>.</summary>
internal sealed class Questions(IRecordStore store)
{
    private const int MostBuckets = 200_000;
    private const int MostDevicesWithRates = 200;
    private const int MostRecords = 10_000;
    private const int HoursOfRates = 6;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly string[] Columns = ["start", "count", "listened_s", "length_s", "lost_s", "records"];

    public void Devices(HttpRequest request, Utf8JsonWriter json)
    {
        var now = DateTimeOffset.UtcNow;
        var today = Today(now, request.Whole("offset_minutes", 0, -840, 840));
        var sums = store.Totals(BucketSize.Hour, today, now.ToUnixTimeMilliseconds() + (long)Day.TotalMilliseconds).ToLookup(s => s.Device, StringComparer.Ordinal);
        var devices = store.Devices();
        var withRates = request.Text("rates") != "no" && devices.Count <= MostDevicesWithRates;
        json.WriteStartObject();
        json.WriteString("now", RecordJson.Time(now.ToUnixTimeMilliseconds()));
        json.WriteString("today_start", RecordJson.Time(today));
        json.WriteStartArray("devices");
        foreach (var device in devices)
        {
            json.WriteStartObject();
            json.WriteString("device", device.Name);
            json.WriteString("created", RecordJson.Time(device.CreatedMilliseconds));
            WriteOrNull(json, "last_seen", device.LastSeenMilliseconds is { } seen ? RecordJson.Time(seen) : null);
            WriteOrNull(json, "post_gap_s", device.PostGapMilliseconds);
            json.WriteBoolean("is_revoked", device.IsRevoked);
            json.WriteBoolean("has_token", device.TokenHash is not null);
            json.WritePropertyName("last_record");
            json.WriteRawValue(device.LastRecord ?? "null");
            WriteToday(json, sums[device.Name]);
            if (withRates)
            {
                WriteRates(json, device.Name, sums[device.Name], now.ToUnixTimeMilliseconds());
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void Labels(HttpRequest request, Utf8JsonWriter json) => JsonSerializer.Serialize(json, new { Labels = store.Labels(request.AnyDevice()) }, ApiJson.Options);

    public void Counts(HttpRequest request, Utf8JsonWriter json)
    {
        var (device, label, size) = (request.Device(), request.Text("label") ?? string.Empty, SizeOf(request));
        var (from, to) = request.Range(Day);
        if ((to - from) / ((int)size * 1000L) > MostBuckets)
        {
            throw new FormatException($"more than {MostBuckets} buckets: ask for a shorter time, or for longer buckets");
        }

        json.WriteStartObject();
        json.WriteString("device", device);
        json.WriteString("label", label);
        json.WriteString("bucket", size.ToString().ToLowerInvariant());
        json.WriteNumber("bucket_s", (int)size);
        json.WritePropertyName("columns");
        JsonSerializer.Serialize(json, Columns);
        json.WriteStartArray("buckets");
        foreach (var bucket in store.Buckets(device, label, size, from, to))
        {
            json.WriteStartArray();
            json.WriteNumberValue(bucket.StartMilliseconds / 1000);
            json.WriteNumberValue(bucket.Count);
            json.WriteNumberValue(RecordJson.Seconds(bucket.ListenedMilliseconds));
            json.WriteNumberValue(RecordJson.Seconds(bucket.LengthMilliseconds));
            json.WriteNumberValue(RecordJson.Seconds(bucket.LostMilliseconds));
            json.WriteNumberValue(bucket.Records);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void Rate(HttpRequest request, Utf8JsonWriter json)
    {
        var (from, to) = request.Range(Day);
        JsonSerializer.Serialize(json, StationRates.Of(store, request.Device(), request.Text("label") ?? string.Empty, from, to), ApiJson.Options);
    }

    public void Hours(HttpRequest request, Utf8JsonWriter json)
    {
        var (device, label) = (request.Device(), request.Text("label") ?? string.Empty);
        var offset = request.Whole("offset_minutes", 0, -840, 840) * 60_000L;
        var (from, to) = request.Range(TimeSpan.FromDays(7));
        var hours = store.Buckets(device, label, BucketSize.Hour, from, to)
            .ToLookup(b => (int)((b.StartMilliseconds + offset + 86_400_000) / 3_600_000 % 24));
        JsonSerializer.Serialize(
            json,
            new
            {
                Device = device,
                Label = label,
                Hours = Enumerable.Range(0, 24).Select(hour => new
                {
                    Hour = hour,
                    Count = hours[hour].Sum(b => b.Count),
                    ListenedS = RecordJson.Seconds(hours[hour].Sum(b => b.ListenedMilliseconds)),
                    LengthS = RecordJson.Seconds(hours[hour].Sum(b => b.LengthMilliseconds)),
                }),
            },
            ApiJson.Options);
    }

    public void Battery(HttpRequest request, Utf8JsonWriter json)
    {
        var (from, to) = request.Range(TimeSpan.FromDays(14));
        JsonSerializer.Serialize(json, BatteryTrend.Of(store.Records(request.Device(), from, to)), ApiJson.Options);
    }

    public void Records(HttpRequest request, Utf8JsonWriter json)
    {
        var (from, to) = request.Range(Day);
        json.WriteStartObject();
        json.WriteStartArray("records");
        foreach (var record in store.Records(request.AnyDevice(), from, to).Take(request.Whole("limit", 1000, 1, MostRecords)))
        {
            RecordJson.Write(json, record);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Answers one question, or says in one line why it can't be.</summary>
    public static async Task AnswerAsync(HttpContext context, Action<HttpRequest, Utf8JsonWriter> question)
    {
        var response = context.Response;
        try
        {
            using var body = new MemoryStream();
            using (var json = new Utf8JsonWriter(body))
            {
                question(context.Request, json);
            }

            response.ContentType = MediaTypeNames.Application.Json + "; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted).ConfigureAwait(false);
        }
        catch (FormatException error)
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
            response.ContentType = MediaTypeNames.Text.Plain + "; charset=utf-8";
            await response.WriteAsync(error.Message + "\n").ConfigureAwait(false);
        }
    }

    private static void WriteToday(Utf8JsonWriter json, IEnumerable<DeviceSum> sums)
    {
        var all = sums.FirstOrDefault(s => s.Label.Length == 0);
        json.WriteStartObject("today");
        json.WriteNumber("records", all.Records);
        json.WriteNumber("count", all.Count);
        json.WriteNumber("listened_s", RecordJson.Seconds(all.ListenedMilliseconds));
        json.WriteNumber("length_s", RecordJson.Seconds(all.LengthMilliseconds));
        json.WriteNumber("lost_s", RecordJson.Seconds(all.LostMilliseconds));
        json.WriteStartObject("labels");
        foreach (var sum in sums.Where(s => s.Label.Length > 0))
        {
            json.WriteNumber(sum.Label, sum.Count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteRates(Utf8JsonWriter json, string device, IEnumerable<DeviceSum> sums, long now)
    {
        json.WriteStartObject("rates");
        foreach (var label in sums.Select(s => s.Label).Where(l => l.Length > 0))
        {
            // The last hour that has records: a sensor that sleeps long posts seldom.
            var buckets = store.Buckets(device, label, BucketSize.Minute, now - (HoursOfRates * 3_600_000L), now + 1);
            json.WritePropertyName(label);
            JsonSerializer.Serialize(
                json, StationRates.Of([.. buckets.Where(b => b.StartMilliseconds > buckets[^1].StartMilliseconds - 3_600_000)]), ApiJson.Options);
        }

        json.WriteEndObject();
    }

    private static long Today(DateTimeOffset now, int offsetMinutes)
    {
        var offset = TimeSpan.FromMinutes(offsetMinutes);
        return new DateTimeOffset(now.ToOffset(offset).Date, offset).ToUnixTimeMilliseconds();
    }

    private static BucketSize SizeOf(HttpRequest request) => (request.Text("bucket") ?? "hour") switch
    {
        "minute" => BucketSize.Minute,
        "hour" => BucketSize.Hour,
        "day" => BucketSize.Day,
        _ => throw new FormatException("bucket must be minute, hour or day"),
    };

    private static void WriteOrNull(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteOrNull(Utf8JsonWriter json, string name, long? milliseconds)
    {
        if (milliseconds is { } known)
        {
            json.WriteNumber(name, RecordJson.Seconds(known));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
