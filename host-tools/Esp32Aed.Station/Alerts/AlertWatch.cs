using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Esp32Aed.Station;

/// <summary>Looks at every rule now and then, and stores what has changed together with the call that tells of it.</summary>
public sealed class AlertWatch
{
    private const long MostReachMilliseconds = 7 * 86_400_000L;

    private readonly IRecordStore records;
    private readonly AlertStore alerts;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<(long Rule, string Device), AlertReading> readings = new();
    private readonly Dictionary<(long Rule, string Device), long?> seen = [];
    private long receivingSince;

    /// <summary>Watches from now on.</summary>
    /// <param name="records">What sensors counted.</param>
    /// <param name="alerts">Rules and states.</param>
    /// <param name="time">The clock.</param>
    public AlertWatch(IRecordStore records, AlertStore alerts, TimeProvider time)
    {
        this.records = records;
        this.alerts = alerts;
        this.time = time ?? throw new ArgumentNullException(nameof(time));
        receivingSince = Now;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What a rule last saw of a device, if that is known since the start.</summary>
    public AlertReading? Reading(long rule, string device) => readings.TryGetValue((rule, device), out var reading) ? reading : null;

    /// <summary>Looks once; called by one thread at a time.</summary>
    /// <exception cref="StoreException">The store can't be used: silence is counted from now on, for nobody could post.</exception>
    public void Check()
    {
        try
        {
            var rules = alerts.Rules();
            if (rules.Count == 0)
            {
                return;
            }

            var raised = alerts.States().Where(s => s.IsRaised).ToDictionary(s => (s.Rule, s.Device));
            foreach (var device in records.Devices())
            {
                foreach (var rule in rules.Where(r => r.Device is null || r.Device == device.Name))
                {
                    var state = raised.GetValueOrDefault((rule.Id, device.Name));
                    if (!device.IsRevoked)
                    {
                        Check(rule, device, state is not null);
                    }
                    else if (state is not null)
                    {
                        Change(rule, state with { IsRaised = false, SinceMilliseconds = Now }, $"{device.Name}: revoked");
                    }
                }
            }
        }
        catch (StoreException)
        {
            receivingSince = Now;
            throw;
        }
    }

    private void Check(AlertRule rule, Device device, bool wasRaised)
    {
        var key = (rule.Id, device.Name);
        if (rule.IsRate && seen.TryGetValue(key, out var last) && last == device.LastSeenMilliseconds)
        {
            return;
        }

        var now = Now;
        if (ReadingOf(rule, device, wasRaised, now) is { } reading)
        {
            readings[key] = reading;
            var isRaised = reading.IsRaised(rule, device.PostGapMilliseconds / 1000.0, wasRaised);
            if (isRaised != wasRaised)
            {
                Change(rule, new AlertState(rule.Id, device.Name, isRaised, now, reading), reading.Describe(rule, device.Name, isRaised));
            }
        }

        seen[key] = device.LastSeenMilliseconds;
    }

    /// <summary>What there is to judge, or null if nothing is known: then the alert stays as it is.</summary>
    private AlertReading? ReadingOf(AlertRule rule, Device device, bool wasRaised, long now)
    {
        switch (rule.Kind)
        {
            case AlertKind.Silent:
                // A station that has just started can't say that a sensor was silent before.
                return device.LastSeenMilliseconds is { } posted ? new AlertReading((now - (wasRaised ? posted : Math.Max(posted, receivingSince))) / 1000.0) : null;
            case AlertKind.BatteryBelow:
                return BatteryOf(device) is { } millivolts ? new AlertReading(millivolts) : null;
            default:
                return RateOf(rule, device, now) is { } rate ? new AlertReading(rate.PerMinute, rate.Low, rate.High) : null;
        }
    }

    /// <summary>The rate up to the newest record: a sensor that sleeps long posts late, and its last minutes are not empty but unknown.</summary>
    private RateAnswer? RateOf(AlertRule rule, Device device, long now)
    {
        var span = rule.Minutes!.Value * 60_000L;
        var late = 3 * Math.Max(device.PostGapMilliseconds ?? 0, 600_000);
        var buckets = records.Buckets(device.Name, rule.Label, BucketSize.Minute, now - Math.Min(span + late, MostReachMilliseconds), now + 1);
        return buckets.Count == 0 ? null : StationRates.Of([.. buckets.Where(b => b.StartMilliseconds > buckets[^1].StartMilliseconds - span)]);
    }

    private static int? BatteryOf(Device device)
    {
        if (device.LastRecord is not { } text)
        {
            return null;
        }

        using var record = JsonDocument.Parse(text);
        return record.RootElement.TryGetProperty("battery_mv", out var value) ? value.GetInt32() : null;
    }

    private void Change(AlertRule rule, AlertState state, string text) => alerts.Change(state, rule.Webhook, Body(rule, state, text));

    private static string Body(AlertRule rule, AlertState state, string text)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("id", $"{rule.Id}-{state.Device}-{state.SinceMilliseconds}");
            json.WriteString("text", text);
            json.WriteString("alert", state.IsRaised ? "raised" : "cleared");
            json.WriteString("time", RecordJson.Time(state.SinceMilliseconds));
            json.WriteString("device", state.Device);
            AlertReadingJson.Write(json, state.Reading);
            json.WritePropertyName("rule");
            AlertRuleJson.Write(json, rule, withWebhook: false);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
