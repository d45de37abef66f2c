using System.Globalization;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Rates;
using Spectre.Console;

namespace Esp32Aed.Cli;

/// <summary>How often a class is heard in one recording: found, as a beat, and corrected by what validation says of the model.</summary>
internal sealed class RecordingRate
{
    private readonly string label;
    private readonly int count;
    private readonly RateEstimate found;
    private readonly RateEstimate? beat;
    private readonly RateEstimate? corrected;

    public RecordingRate(string label, IEnumerable<FoundEvent> events, double seconds, ClassValidation? validation)
    {
        this.label = label;
        double[] onsets = [.. events.Where(e => string.Equals(e.Label, label, StringComparison.Ordinal)).Select(e => e.Onset)];
        count = onsets.Length;
        found = EventRate.FromOnsets(onsets, seconds);
        beat = BeatRate.FromOnsets(onsets);
        corrected = validation is null ? null : RateCorrection.Correct(found, validation);
    }

    /// <summary>What validation says of a model; null, with a warning, when the file beside it is another model's.</summary>
    /// <param name="modelPath">The model's file, or the folder that holds it.</param>
    /// <param name="model">The model.</param>
    public static ValidationFile? ValidationOf(string modelPath, Model model)
    {
        var folder = Directory.Exists(modelPath) ? modelPath : Path.GetDirectoryName(Path.GetFullPath(modelPath))!;
        var path = Path.Combine(folder, ValidationFile.Name);
        var checksum = model.Checksum.ToString("x8", CultureInfo.InvariantCulture);
        if (ValidationFile.Read(path) is not { } file)
        {
            return null;
        }

        if (string.Equals(file.ModelChecksum, checksum, StringComparison.OrdinalIgnoreCase))
        {
            return file;
        }

        Output.Warn($"{path}: is of the model {file.ModelChecksum}, and this one is {checksum}; rates are not corrected (train with --folds to measure this one)");
        return null;
    }

    /// <summary>The table that people read.</summary>
    public static Table Table() => new Table().AddColumns("file", "label", "count", "per minute (95 %)", "spacing", "beat", "corrected");

    /// <summary>Its row.</summary>
    public void AddTo(Table table, string file) => table.AddRow(
        Markup.Escape(file),
        Markup.Escape(label),
        count.ToString(CultureInfo.InvariantCulture),
        RateText.Of(found),
        Spacing,
        RateText.Of(beat),
        RateText.Of(corrected));

    /// <summary>For <c>--json</c>.</summary>
    public object Json() => new
    {
        label,
        count,
        rate_per_minute = found.PerMinute,
        rate_low = found.Low,
        rate_high = found.High,
        spacing = Spacing,
        beat = Json(beat),
        corrected = Json(corrected),
    };

    private string Spacing => found.Spacing.ToString().ToLowerInvariant();

    private static object? Json(RateEstimate? rate) =>
        rate is { } r ? new { rate_per_minute = r.PerMinute, rate_low = r.Low, rate_high = r.High } : null;
}
