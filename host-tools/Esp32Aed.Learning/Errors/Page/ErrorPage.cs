using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Errors.Page;

/// <summary>What the page shows.</summary>
/// <param name="DataSet">What the data set is called.</param>
/// <param name="Model">The model's checksum.</param>
/// <param name="Errors">The errors.</param>
/// <param name="Learning">The learning curve, if one was measured.</param>
public sealed record ErrorReport(string DataSet, string Model, ErrorSearch Errors, LearningDiagnosis? Learning);

/// <summary>
/// The errors of a model as one HTML file that needs nothing else: spectrograms, players and scores are within it. It is well-formed XML, so
/// that no label or file name can break out of its place.
/// </summary>
public static class ErrorPage
{
    // Whatever a label may do, the page fetches nothing.
    private const string Policy = "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    /// <summary>Writes the page.</summary>
    public static string Write(ErrorReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var errors = report.Errors;
        var title = $"Errors of model {report.Model} on {report.DataSet}";
        var page = new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", Policy)),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", title),
                new XElement("style", PageStyle.Css)),
            new XElement(
                "body",
                new XElement("h1", title),
                ClassTable(errors),
                Note("Onsets within 200 ms count as found. A model makes fewer errors on the recordings that it was trained on than on others."),
                Learning(report.Learning),
                Section("Misses", "Labelled events that were not found; first those at which the score stayed furthest below the threshold.", errors.Misses, errors.Classes.Sum(c => c.Misses)),
                Section("False alarms", "Found events that are not labelled; first those with the highest score.", errors.FalseAlarms, errors.Classes.Sum(c => c.FalseAlarms)),
                new XElement("script", PageStyle.Script)));
        return "<!DOCTYPE html>\n" + ToText(page);
    }

    private static XElement ClassTable(ErrorSearch errors) => Table(
        Row("th", "class", "labelled", "found", "F1", "missed", "of these above the threshold", "false alarms", "of these within 1 s of an event"),
        errors.Classes.Select(c => Row(
            "td",
            c.Label,
            Count(c.Score.Reference),
            Count(c.Score.Estimated),
            double.IsNaN(c.Score.F1) ? "-" : c.Score.F1.ToString("F3", CultureInfo.InvariantCulture),
            Count(c.Misses),
            Count(c.MissesAboveThreshold),
            Count(c.FalseAlarms),
            Count(c.FalseAlarmsNearEvents))));

    private static object[] Learning(LearningDiagnosis? learning) => learning is null ? [] :
    [
        new XElement("h2", "Bias or variance"),
        new XElement("p", learning.Diagnosis.Sentence),
        Table(
            Row("th", "training recordings", "F1 on them", "F1 on held-out ones"),
            learning.Points.Select(point => Row(
                "td", point.Recordings.ToString("F0", CultureInfo.InvariantCulture), point.TrainingF1.ToString("F3", CultureInfo.InvariantCulture), point.ValidationF1.ToString("F3", CultureInfo.InvariantCulture)))),
        new XElement("figure", new XAttribute("class", "curve"), CurvePicture.Draw(learning.Points)),
    ];

    private static object?[] Section(string heading, string note, IReadOnlyList<ErrorClip> clips, int all) =>
    [
        new XElement("h2", clips.Count < all ? $"{heading}: the worst {clips.Count} of {all}" : $"{heading}: {all}"),
        Note(note),
        clips.Count == 0 ? null : new XElement("div", new XAttribute("class", "clips"), clips.Select((clip, i) => Figure(clip, i + 1))),
    ];

    private static XElement Figure(ErrorClip shown, int rank) => new(
        "figure",
        new XElement(
            "figcaption",
            new XElement("b", $"{rank}. {shown.Error.Label}"),
            string.Create(CultureInfo.InvariantCulture, $" at {shown.Error.Onset:F2} s of {shown.Error.Recording}"),
            new XElement("span", new XAttribute("class", "why"), ErrorText.Why(shown.Error))),
        new ClipPicture(shown).Draw(),
        new XElement("audio", new XAttribute("controls", "controls"), new XAttribute("preload", "none"), new XAttribute("src", Sound(shown.Clip)), string.Empty));

    private static string Sound(SoundClip clip)
    {
        using var wav = new MemoryStream();
        WavFile.Write(wav, clip.Samples, clip.SampleRate);
        return "data:audio/wav;base64," + Convert.ToBase64String(wav.ToArray());
    }

    private static XElement Note(string text) => new("p", new XAttribute("class", "note"), text);

    // On a narrow screen the table scrolls, not the page.
    private static XElement Table(XElement head, IEnumerable<XElement> rows) =>
        new("div", new XAttribute("class", "wide"), new XElement("table", head, rows));

    private static XElement Row(string cell, params string[] texts) => new("tr", texts.Select(text => new XElement(cell, text)));

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string ToText(XElement page)
    {
        foreach (var text in page.DescendantNodes().OfType<XText>())
        {
            text.Value = Printable(text.Value);
        }

        foreach (var attribute in page.Descendants().Attributes())
        {
            attribute.Value = Printable(attribute.Value);
        }

        var written = new StringBuilder();
        using (var writer = XmlWriter.Create(written, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None }))
        {
            page.Save(writer);
        }

        return written.Append('\n').ToString();
    }

    /// <summary>File names may hold what XML may not: control characters and halves of surrogate pairs.</summary>
    private static string Printable(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }

        var printable = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            printable.Append(rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD");
        }

        return printable.ToString();
    }
}
