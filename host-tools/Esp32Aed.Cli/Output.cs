using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Esp32Aed.Cli;

/// <summary>
/// Where commands speak. People read tables and notes; with <c>--json</c> standard output carries one JSON object on its last
/// line (snake_case) and everything meant for people goes to standard error.
/// </summary>
internal sealed class Output
{
    /// <summary>The option that every command has.</summary>
    public static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Print one JSON object as the last line.",
        Recursive = true,
    };

    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteOrNull() },
    };

    private const int WidthOfFiles = 120;

    private readonly bool json;

    public Output(ParseResult parsed)
    {
        json = parsed.GetValue(JsonOption);
        People = json ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }) : AnsiConsole.Console;
        if (json ? Console.IsErrorRedirected : Console.IsOutputRedirected)
        {
            People.Profile.Width = WidthOfFiles;
        }
    }

    /// <summary>The console for tables, notes and progress.</summary>
    public IAnsiConsole People { get; }

    /// <summary>Prints one line for people as it is, however wide the terminal.</summary>
    public void Line(string text) => People.Profile.Out.Writer.WriteLine(text);

    /// <summary>Prints a warning: one line on standard error.</summary>
    public static void Warn(string text) => Console.Error.WriteLine($"aed: warning: {text}");

    /// <summary>Prints the machine-readable result, when it was asked for. Property names become snake_case.</summary>
    public void Result(object value)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(value, SnakeCase));
        }
    }

    /// <summary>
    /// Runs work under a progress bar. <paramref name="work"/> gets a reporter that takes the done fraction, 0 to 1. The bar is
    /// drawn only on a terminal.
    /// </summary>
    public T Progress<T>(string title, Func<IProgress<double>, T> work)
    {
        if (!People.Profile.Capabilities.Interactive || !People.Profile.Out.IsTerminal)
        {
            return work(new BarReporter(Bar: null));
        }

        return People.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new BarReporter(context.AddTask(Markup.Escape(title), maxValue: 1))));
    }

    private sealed record BarReporter(ProgressTask? Bar) : IProgress<double>
    {
        public void Report(double value)
        {
            if (Bar is not null)
            {
                Bar.Value = value;
            }
        }
    }

    /// <summary>A figure that does not exist (0 / 0) is null.</summary>
    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(Math.Round(value, 6));
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
