using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Esp32Aed.Load;
using Esp32Aed.Servers;

var sensors = new Option<int>("--sensors") { Description = "Simulated sensors.", DefaultValueFactory = _ => 10_000 };
var records = new Option<int>("--records") { Description = "Records in all.", DefaultValueFactory = _ => 200_000 };
var batch = new Option<int>("--batch") { Description = "Records that a sensor posts at once: one HTTP post, or so many MQTT messages.", DefaultValueFactory = _ => 20 };
var connections = new Option<int>("--connections") { Description = "Posts at once.", DefaultValueFactory = _ => 64 };
var mqtt = new Option<bool>("--mqtt") { Description = "By MQTT instead of HTTP." };
var store = new Option<string>("--store") { Description = "sqlite, or an empty database: postgres://USER:PASSWORD@HOST:PORT/DATABASE.", DefaultValueFactory = _ => "sqlite" };
var kills = new Option<int>("--kills") { Description = "Kill the station so often meanwhile." };
var json = new Option<bool>("--json") { Description = "Print one JSON object." };
var root = new RootCommand("How many records a second a station stores, and whether it loses any.") { sensors, records, batch, connections, mqtt, store, kills, json };
root.SetAction(async parsed =>
{
    var options = new LoadOptions(
        parsed.GetValue(sensors),
        parsed.GetValue(records),
        parsed.GetValue(batch),
        parsed.GetValue(connections),
        parsed.GetValue(mqtt),
        parsed.GetRequiredValue(store),
        parsed.GetValue(kills));
    if (options is not { Sensors: > 0, Batch: > 0 and <= 1000, Connections: > 0, Kills: >= 0 } || options.Records < options.Sensors)
    {
        Console.Error.WriteLine("all numbers must be above 0, and there must be at least one record for each sensor");
        return 2;
    }

    var folder = Directory.CreateTempSubdirectory("aed-load-");
    try
    {
        var peers = new List<PeerResult>();
        var few = options.OfMostPosts(MostPosts);
        if (InfluxServer.IsInstalled)
        {
            peers.Add(new PeerResult(options.IsMqtt ? "mosquitto, plain writer, InfluxDB" : "InfluxDB", await InfluxPeer.MeasureAsync(options.IsMqtt ? options : few, folder.FullName)));
        }

        peers.Add(options.Store == "sqlite"
            ? new PeerResult("bare INSERT", BareDatabase.Measure(options, folder.FullName, few.Records))
            : new PeerResult("bare COPY", BareDatabase.Measure(options, folder.FullName, Math.Min(options.Records, MostCopied))));
        var result = await LoadRun.RunAsync(options, folder.FullName) with { Peers = peers };
        Console.WriteLine(parsed.GetValue(json)
            ? JsonSerializer.Serialize(result, LoadJson.Options)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{result.RecordsPerS:F0} records/s ({string.Join(", ", peers.Select(p => $"{result.RecordsPerS / p.RecordsPerS:F2} of {p.Name}"))}), {result.StationCpuUs:F0} us of processor each, acknowledged in {result.AckP50Ms:F0} ms (p99 {result.AckP99Ms:F0} ms), {result.RssMb:F0} MB, lost {result.Lost}, doubled {result.Doubled}, {result.Kills} kills"));
        return result is { Lost: 0, Doubled: 0 } ? 0 : 1;
    }
    finally
    {
        folder.Delete(recursive: true);
    }
});
return await root.Parse(args).InvokeAsync();

/// <summary>What peers get at most.</summary>
internal static partial class Program
{
    /// <summary>Where each post is written to the disk by itself: small ones would take minutes.</summary>
    private const int MostPosts = 10_000;

    private const int MostCopied = 100_000;
}

/// <summary>snake_case, like every command's result.</summary>
internal static class LoadJson
{
    public static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
