using System.CommandLine;
using System.Globalization;
using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Learning.Mixing;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed mix</c>: soundscapes with exact labels from a user's isolated events and backgrounds, for those who have few recordings.</summary>
internal static class MixCommand
{
    private static readonly MixSettings Defaults = new();

    private static readonly Option<string> Events = new("--events") { Description = "Folder of recordings with isolated, labelled events.", Required = true };
    private static readonly Option<string> Label = new("--label") { Description = "Label of the events to take.", Required = true };
    private static readonly Option<string?> Tracks = new("--tracks") { Description = "Folder of the events' label tracks, when they don't lie beside the sounds." };
    private static readonly Option<string?> Groups = new("--groups") { Description = "CSV with columns file and group: events of one origin (animal, person, device). Without it each recording is its own origin." };
    private static readonly Option<string[]> Backgrounds = new("--backgrounds") { Description = "Folder of places without the events; more than one may be given, and a folder twice to hear it twice as often.", Required = true };
    private static readonly Option<string[]> Distractors = new("--distractors") { Description = "Folder of sounds that could be mistaken for the events; more than one may be given." };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for the WAV files and their label tracks.", Required = true };
    private static readonly Option<int> Count = new("--count") { Description = "Number of files.", DefaultValueFactory = _ => Defaults.Count };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "Length of each file.", DefaultValueFactory = _ => Defaults.Seconds };
    private static readonly Option<string> Snr = new("--snr") { Description = "Signal-to-noise ratios in dB, from..to.", DefaultValueFactory = _ => "-3..22" };
    private static readonly Option<double> Empty = new("--empty") { Description = "Share of files without events.", DefaultValueFactory = _ => Defaults.EmptyShare };
    private static readonly Option<double> Blend = new("--blend") { Description = "Share of files whose background is of two sounds." };
    private static readonly Option<double> Filter = new("--filter") { Description = "Share of backgrounds, and of events and distractors, heard through another microphone." };
    private static readonly Option<int> RateHz = new("--rate-hz") { Description = "Sample rate: 8000 or 16000.", DefaultValueFactory = _ => Defaults.SampleRate };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "The same seed makes the same files.", DefaultValueFactory = _ => Defaults.Seed };
    private static readonly Option<bool> Force = new("--force") { Description = "Write into a folder that holds other files too." };

    public static Command Create()
    {
        var command = new Command("mix", "Mix soundscapes with exact labels from isolated events, backgrounds and distractors.")
        {
            Events, Label, Tracks, Groups, Backgrounds, Distractors, Out, Count, Seconds, Snr, Empty, Blend, Filter, RateHz, Seed, Force,
        };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken stop)
    {
        var output = new Output(parsed);
        var folder = parsed.GetRequiredValue(Out);
        var settings = new MixSettings
        {
            Count = parsed.GetValue(Count),
            Seconds = parsed.GetValue(Seconds),
            Snr = Range(parsed.GetRequiredValue(Snr)),
            EmptyShare = parsed.GetValue(Empty),
            BlendShare = parsed.GetValue(Blend),
            FilterShare = parsed.GetValue(Filter),
            SampleRate = parsed.GetValue(RateHz),
            Seed = parsed.GetValue(Seed),
            Command = CommandLine(parsed),
        };
        var folders = new MixFolders(parsed.GetRequiredValue(Events), parsed.GetRequiredValue(Backgrounds), parsed.GetValue(Distractors) ?? [])
        {
            Tracks = parsed.GetValue(Tracks),
            Groups = parsed.GetValue(Groups),
        };
        settings.Check();

        var sources = MixSources.Read(folders, parsed.GetRequiredValue(Label), settings.SampleRate, Output.Warn);
        var events = output.Progress("mixing", progress => MixedSet.Write(folder, sources, settings, parsed.GetValue(Force), progress, stop));

        var minutes = settings.Count * settings.Seconds / 60;
        output.Line(FormattableString.Invariant($"{settings.Count} files, {minutes:0.#} minutes, {events} events of {sources.Groups} origins in {folder}"));
        output.Result(new { settings.Count, Events = events, sources.Groups, Minutes = minutes, settings.Seed, Out = folder });
        return ExitCodes.Ok;
    }

    private static string CommandLine(ParseResult parsed)
    {
        List<string> parts = ["aed mix", "--events", CommandText.Path(parsed.GetRequiredValue(Events))];
        foreach (var option in (Option<string?>[])[Tracks, Groups])
        {
            parts.AddRange(parsed.GetValue(option) is { } path ? [option.Name, CommandText.Path(path)] : []);
        }

        parts.AddRange(["--label", CommandText.Quoted(parsed.GetRequiredValue(Label))]);
        foreach (var option in (Option<string[]>[])[Backgrounds, Distractors])
        {
            parts.AddRange((parsed.GetValue(option) ?? []).SelectMany(path => (string[])[option.Name, CommandText.Path(path)]));
        }

        parts.AddRange(["--out", CommandText.Path(parsed.GetRequiredValue(Out))]);
        parts.Add(FormattableString.Invariant(
            $"--count {parsed.GetValue(Count)} --seconds {parsed.GetValue(Seconds)} --snr {parsed.GetValue(Snr)} --empty {parsed.GetValue(Empty)}{Share(Blend, parsed)}{Share(Filter, parsed)} --rate-hz {parsed.GetValue(RateHz)} --seed {parsed.GetValue(Seed)}"));
        return string.Join(' ', parts);
    }

    private static string Share(Option<double> option, ParseResult parsed) =>
        parsed.GetValue(option) is > 0 and var share ? FormattableString.Invariant($" {option.Name} {share}") : string.Empty;

    private static DrawRange Range(string text)
    {
        var ends = text.Split("..");
        return ends.Length == 2 && Number(ends[0]) is { } low && Number(ends[1]) is { } high && low <= high
            ? new DrawRange(low, high)
            : throw new UserFaultException(FaultKind.Settings, $"--snr {text}: must be two numbers with two dots between, the smaller first, for example -3..22");
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
