using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Esp32Aed.Learning;
using Esp32Aed.Soak;

var eventsOption = new Option<long>("--events") { Description = "Events to hear.", DefaultValueFactory = _ => 100000 };
var seedOption = new Option<int>("--seed") { Description = "Seed of the first year.", DefaultValueFactory = _ => 1 };
var seedsOption = new Option<int>("--seeds") { Description = "Number of years, each with the next seed.", DefaultValueFactory = _ => 1 };
var jsonOption = new Option<bool>("--json") { Description = "The last line of standard output is a JSON object." };
var httpOnlyOption = new Option<bool>("--http-only") { Description = "Leave MQTT out, where mosquitto is not installed." };
var calmOption = new Option<bool>("--calm") { Description = "Nothing fails: what a normal life does to the flash." };
var outageOption = new Option<double>("--outage-days") { Description = "Days without network in a calm year." };
var modelOption = new Option<string>("--model") { Description = "Model file on the sensor's drive.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "model.aed") };
var command = new RootCommand("A simulated year of the sensor, with faults: is any event lost or doubled?") { eventsOption, seedOption, seedsOption, jsonOption, httpOnlyOption, calmOption, outageOption, modelOption };
command.SetAction(async (parsed, stop) =>
{
    await using var receivers = await Receivers.StartAsync(!parsed.GetValue(httpOnlyOption));
    var model = ModelFile.ReadBytes(parsed.GetRequiredValue(modelOption));
    var results = new List<SoakResult>();
    for (var i = 0; i < parsed.GetValue(seedsOption); i++)
    {
        stop.ThrowIfCancellationRequested();
        var year = new Year(parsed.GetValue(eventsOption), parsed.GetValue(seedOption) + i, receivers, model, parsed.GetValue(calmOption), parsed.GetValue(outageOption));
        var result = year.Live(null);
        results.Add(result);
        foreach (var complaint in year.Complaints.Take(200))
        {
            Console.Error.WriteLine(complaint);
        }

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {result.Seed}: {result.Days:F0} days, {result.Starts} starts, {result.Faults.Total} faults, {result.Events} events, {result.Lost} lost, {result.Doubled} doubled, radio on for at most {result.MaxRadioOnSeconds:F1} s"));
    }

    if (parsed.GetValue(jsonOption))
    {
        Console.WriteLine(JsonSerializer.Serialize(results.Count == 1 ? results[0].Json() : new
        {
            seeds = results.Count,
            events = results.Sum(r => r.Events),
            stored = results.Sum(r => r.Stored),
            lost = results.Sum(r => r.Lost),
            doubled = results.Sum(r => r.Doubled),
            faults = results.Sum(r => r.Faults.Total),
            fewest_faults = results.Min(r => r.Faults.Total),
            max_radio_on_s = results.Max(r => r.MaxRadioOnSeconds),
            energy_mwh = results.Average(r => r.EnergyMilliwattHours),
            years = results.Select(r => r.Json()),
        }));
    }

    return results.TrueForAll(r => r.IsGood) ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
