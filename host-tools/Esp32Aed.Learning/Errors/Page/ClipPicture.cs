using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Errors.Page;

/// <summary>
/// The picture of an error, all over one time axis: labelled events, found events, the spectrogram, the score with its thresholds.
/// </summary>
internal sealed class ClipPicture(ErrorClip shown)
{
    private const double Left = 58;
    private const double Wide = 570;
    private const double Right = Left + Wide;
    private const double TrueTop = 2;
    private const double FoundTop = 16;
    private const double BarHeight = 11;
    private const double ImageTop = 32;
    private const double ImageHeight = 110;
    private const double ScoreTop = 150;
    private const double ScoreHeight = 76;
    private const double ScoreBottom = ScoreTop + ScoreHeight;
    private const double DeepestBelow = 12;
    private const double Tick = 0.5;

    private readonly SoundClip clip = shown.Clip;
    private readonly DetectionError error = shown.Error;
    private readonly double lowest = LowestScore(shown.Clip);
    private readonly double highest = Math.Max(shown.Clip.On, HighestScore(shown.Clip)) + 0.5;

    /// <summary>Draws it.</summary>
    public XElement Draw() => Drawing.Picture(
        Right + 58,
        ScoreBottom + 16,
        string.Create(CultureInfo.InvariantCulture, $"Spectrogram and score of {error.Label} around {error.Onset:F2} s of {error.Recording}"),
        Drawing.Text(Left - 4, TrueTop + 9, "labelled", "", "end"),
        clip.True.Select(e => Bar(e, TrueTop, "true")),
        Drawing.Text(Left - 4, FoundTop + 9, "found", "", "end"),
        clip.Found.Select(e => Bar(e, FoundTop, "found")),
        Spectrogram(),
        Drawing.Text(Left - 4, ImageTop + 9, Hertz(clip.HighHertz), "", "end"),
        Drawing.Text(Left - 4, ImageTop + ImageHeight, Hertz(clip.LowHertz), "", "end"),
        Drawing.Line(X(error.Onset), TrueTop, X(error.Onset), ScoreBottom, "onset"),
        Score(),
        Times(),
        Cursor());

    private static double LowestScore(SoundClip clip)
    {
        var least = clip.Scores.Count == 0 ? clip.Off : clip.Scores.Min(point => point.Score);
        return Math.Max(Math.Min(least, clip.Off) - 0.5, clip.On - DeepestBelow);
    }

    private static double HighestScore(SoundClip clip) => clip.Scores.Count == 0 ? clip.On : clip.Scores.Max(point => point.Score);

    private static string Hertz(double frequency) => string.Create(CultureInfo.InvariantCulture, $"{frequency / 1000:F1} kHz");

    // The script moves it while the sound plays.
    private static XElement Cursor()
    {
        var cursor = Drawing.Line(Left, TrueTop, Left, ScoreBottom, "cursor");
        cursor.Add(Drawing.At("data-width", Wide), new XAttribute("visibility", "hidden"));
        return cursor;
    }

    private XElement Spectrogram() => new(
        "image",
        Drawing.At("x", Left),
        Drawing.At("y", ImageTop),
        Drawing.At("width", Math.Min(clip.LogMel.Count * clip.HopSeconds / clip.Seconds, 1) * Wide),
        Drawing.At("height", ImageHeight),
        new XAttribute("preserveAspectRatio", "none"),
        new XAttribute("href", "data:image/png;base64," + Convert.ToBase64String(SpectrogramImage.Of(clip.LogMel))));

    private IEnumerable<XElement> Score()
    {
        yield return Drawing.Box(Left, ScoreTop, Wide, ScoreHeight, "frame");
        yield return Drawing.Line(Left, Y(clip.On), Right, Y(clip.On), "on");
        yield return Drawing.Text(Left - 4, Y(clip.On) + 3, string.Create(CultureInfo.InvariantCulture, $"on {clip.On:F2}"), "", "end");
        yield return Drawing.Line(Left, Y(clip.Off), Right, Y(clip.Off), "off");
        yield return Drawing.Text(Right + 4, Y(clip.Off) + 3, string.Create(CultureInfo.InvariantCulture, $"off {clip.Off:F2}"));
        var steps = new StringBuilder();
        foreach (var (time, score) in clip.Scores)
        {
            steps.Append(steps.Length == 0 ? $"M{Drawing.Number(X(time))} {Drawing.Number(Y(score))}" : $"V{Drawing.Number(Y(score))}");
            steps.Append($"H{Drawing.Number(X(time + clip.HopSeconds))}");
        }

        if (steps.Length > 0)
        {
            yield return Drawing.Path(steps.ToString(), "score");
        }
    }

    private IEnumerable<XElement> Times()
    {
        for (var tick = Math.Ceiling(clip.Start / Tick); tick * Tick <= clip.Start + clip.Seconds; tick++)
        {
            var time = tick * Tick;
            yield return Drawing.Line(X(time), ScoreBottom, X(time), ScoreBottom + 3, "frame");
            yield return Drawing.Text(X(time), ScoreBottom + 13, string.Create(CultureInfo.InvariantCulture, $"{time:F1} s"), "", "middle");
        }
    }

    private XElement Bar(LabelledEvent e, double top, string kind)
    {
        var other = string.Equals(e.Label, error.Label, StringComparison.Ordinal) ? string.Empty : " other";
        var tip = string.Create(CultureInfo.InvariantCulture, $"{e.Label}, {e.Onset:F2} to {e.Offset:F2} s");
        return Drawing.Box(X(e.Onset), top, Math.Max(X(e.Offset) - X(e.Onset), 2), BarHeight, kind + other, tip);
    }

    private double X(double time) => Left + (Math.Clamp((time - clip.Start) / clip.Seconds, 0, 1) * Wide);

    private double Y(double score) => ScoreBottom - (Math.Clamp((score - lowest) / (highest - lowest), 0, 1) * ScoreHeight);
}
