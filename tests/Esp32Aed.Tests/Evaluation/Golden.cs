using System.Globalization;
using System.Runtime.CompilerServices;
using Esp32Aed.Sound;

namespace Esp32Aed.Tests.Evaluation;

/// <summary>Label-track pairs whose results golden/README.md works out by hand.</summary>
internal static class Golden
{
    /// <summary>The cases in README's order, with the recording's length in seconds.</summary>
    public static readonly (string Name, double Seconds)[] Cases =
    [
        ("greedy-fails", 3), ("collar", 10), ("empty-reference", 4), ("empty-estimate", 4), ("both-empty", 4), ("all-missed", 4),
        ("touching", 3), ("segments", 10.4), ("two-classes", 8),
    ];

    public static LabelledEvent[] Reference(string name) => Read($"{name}.ref.txt");

    public static LabelledEvent[] Estimate(string name) => Read($"{name}.est.txt");

    public static double SecondsOf(string name) => Cases.Single(c => c.Name == name).Seconds;

    public static (double Onset, double Offset)[] Spans(IEnumerable<LabelledEvent> events, string label) =>
        [.. events.Where(e => e.Label == label).Select(e => (e.Onset, e.Offset))];

    private static LabelledEvent[] Read(string file) =>
        [.. File.ReadLines(Path.Combine(Folder(), file)).Select(line => line.Split('\t')).Select(f => new LabelledEvent(Number(f[0]), Number(f[1]), f[2]))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Folder([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "golden");
}
