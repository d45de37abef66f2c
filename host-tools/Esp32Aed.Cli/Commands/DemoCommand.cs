using System.CommandLine;
using System.Globalization;
using System.Text;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Training;
using Esp32Aed.Rates;
using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary>
/// <c>aed demo</c>: everything in about a minute, with no data, board or server of one's own: (1) synthesise airlock sounds, (2) train and
/// quantise, (3) let the sensor hear a recording it has never heard, on a virtual board, (4) receive its posts and count.
/// </summary>
internal static class DemoCommand
{
    private const string Label = "bubble";
    private const int Folds = 4;

    private static readonly Option<DirectoryInfo?> Keep = new("--keep") { Description = "Folder to keep the sounds, the model and the settings in." };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "The same seed makes the same demo.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("demo", "Everything in about a minute: synthesise, train, quantise, simulate, post, count.") { Keep, Seed };
        command.SetAction(DemoAsync);
        return command;
    }

    private static async Task<int> DemoAsync(ParseResult parsed, CancellationToken stop)
    {
        var output = new Output(parsed);
        var keep = parsed.GetValue(Keep);
        var folder = keep ?? Directory.CreateTempSubdirectory("aed-demo-");
        try
        {
            folder.Create();
            return await DemoAsync(output, folder.FullName, parsed.GetValue(Seed), stop).ConfigureAwait(false);
        }
        finally
        {
            if (keep is null)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static async Task<int> DemoAsync(Output output, string folder, ulong seed, CancellationToken stop)
    {
        var sounds = Path.Combine(folder, "sounds");
        var training = new SynthSet { Files = 16, Negatives = 4, Seconds = 45, Seed = seed };
        var labelled = output.Progress("1. synthesise airlock sounds", progress => training.Write(sounds, force: false, progress, stop));
        output.Line($"   {training.Files} recordings, {labelled} labelled bubbles");

        var result = output.Progress("2. train and quantise", progress =>
            TrainingRun.Run(LabelledRecordings.Open(sounds, Output.Warn), [Label], [], new TrainingSettings(), Folds, seed: 1, Output.Warn, progress, stop));
        var modelBytes = ModelWriter.ToBytes(result.Trained.Model);
        await File.WriteAllBytesAsync(Path.Combine(folder, ModelFile.Name), modelBytes, stop).ConfigureAwait(false);
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"   {modelBytes.Length} bytes; event F1 on recordings it has not heard {result.Validation!.Int8.OverallEventsAt200Ms.F1:F3}"));

        // With what the chain needs to settle this fills eight reports of 30 s.
        var (samples, events) = BubbleSynth.Make(new SynthSettings { Seconds = 238, RatePerMinute = 15, Seed = seed + 1000 });
        var soundPath = Path.Combine(folder, "unheard.wav");
        WavFile.Write(soundPath, samples, result.Trained.Model.SampleRate);
        LabelTrack.Write(Path.ChangeExtension(soundPath, ".txt"), events);

        var receiver = await CountReceiver.StartAsync(token: null, stop).ConfigureAwait(false);
        await using (receiver.ConfigureAwait(false))
        {
            var config = Encoding.ASCII.GetBytes(Config(receiver.Url));
            await File.WriteAllBytesAsync(Path.Combine(folder, "nf.config"), config, stop).ConfigureAwait(false);
            output.Progress("3. the sensor listens on a virtual board and posts", progress => new SensorSimulation
            {
                Config = config,
                ModelFile = modelBytes,
                Samples = samples,
                Progress = progress,
            }.Run(stop));
            return Conclude(output, result.Trained.Model, samples, events.Count, receiver);
        }
    }

    private static int Conclude(Output output, Model model, short[] samples, int trueCount, CountReceiver receiver)
    {
        var found = Recordings.Detect(model, samples).Count;
        var posted = receiver.Records.Sum(record => record.Counts.GetValueOrDefault(Label));
        var minutes = receiver.Records.Sum(record => record.ListenedSeconds) / 60;
        var rate = EventRate.FromStretches([.. receiver.Records.Select(record => new Stretch(record.Counts.GetValueOrDefault(Label), record.ListenedSeconds))]);
        output.People.Write(new Table().AddColumns("true count", "found by aed run", "posted by the sensor", "bubbles per minute (95 %)")
            .AddRow(Text(trueCount), Text(found), Text(posted), RateText.Of(rate)));
        output.Result(new
        {
            true_count = trueCount,
            found_count = found,
            posted_count = posted,
            records = receiver.Records.Count,
            minutes,
            rate_per_minute = rate.PerMinute,
            rate_low = rate.Low,
            rate_high = rate.High,
        });
        if (posted == found)
        {
            return ExitCodes.Ok;
        }

        Console.Error.WriteLine($"aed: the sensor posted {posted} and aed run found {found} in the same sound; please report this");
        return ExitCodes.CheckFailed;
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Config(Uri receiver) => $"""
        [device]
        name = demo

        [microphone]
        bck = 26
        ws = 25
        data = 33

        [model]
        file = {ModelFile.Name}

        [report]
        kind = http
        every = 30

        [http]
        url = {receiver}

        """;
}
