using System.CommandLine;
using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed synth</c>: soundscapes of a fermentation airlock with exact labels, for anyone without data of their own.</summary>
internal static class SynthCommand
{
    private static readonly SynthSet Defaults = new();

    private static readonly Option<string> Out = new("--out") { Description = "Folder for the WAV files and their label tracks.", Required = true };
    private static readonly Option<int> Files = new("--files") { Description = "Number of files.", DefaultValueFactory = _ => Defaults.Files };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "Length of each file.", DefaultValueFactory = _ => Defaults.Seconds };
    private static readonly Option<double> Rate = new("--rate") { Description = "Bubbles per minute; each file has its own, from half to twice this.", DefaultValueFactory = _ => Defaults.RatePerMinute };
    private static readonly Option<double> Snr = new("--snr") { Description = "Signal-to-noise ratio in dB.", DefaultValueFactory = _ => Defaults.SnrDb };
    private static readonly Option<int?> Negatives = new("--negatives") { Description = "How many of the files have no bubbles (default: a quarter, 5 of 20)." };
    private static readonly Option<int> RateHz = new("--rate-hz") { Description = "Sample rate: 8000 or 16000.", DefaultValueFactory = _ => Defaults.SampleRate };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "The same seed makes the same files.", DefaultValueFactory = _ => Defaults.Seed };
    private static readonly Option<bool> Force = new("--force") { Description = "Write into a folder that holds other files too." };

    public static Command Create()
    {
        var command = new Command("synth", "Make soundscapes of a fermentation airlock, with exact labels.")
        {
            Out, Files, Seconds, Rate, Snr, Negatives, RateHz, Seed, Force,
        };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken stop)
    {
        var output = new Output(parsed);
        var folder = parsed.GetRequiredValue(Out);
        var files = parsed.GetValue(Files);
        var set = new SynthSet
        {
            Files = files,
            Negatives = parsed.GetValue(Negatives) ?? files / 4,
            Seconds = parsed.GetValue(Seconds),
            RatePerMinute = parsed.GetValue(Rate),
            SnrDb = parsed.GetValue(Snr),
            SampleRate = parsed.GetValue(RateHz),
            Seed = parsed.GetValue(Seed),
        };

        var events = output.Progress("Synthesising", progress => set.Write(folder, parsed.GetValue(Force), progress, stop));

        var minutes = set.Files * set.Seconds / 60;
        output.Line(FormattableString.Invariant($"{set.Files} files, {minutes:0.#} minutes, {events} bubbles in {folder}"));
        output.Result(new { set.Files, Events = events, Minutes = minutes, set.Seed, Out = folder });
        return ExitCodes.Ok;
    }
}
