using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Errors;
using Esp32Aed.Learning.Errors.Page;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Errors;

public sealed class ErrorPageTests
{
    private static readonly ErrorSearch Errors = KnownErrors.Search(4, KnownErrors.Recording);
    private static readonly LearningDiagnosis Learning = LearningOf(new(0.5, 10, new(9, 10, 10), new(5, 10, 10)), new(1, 20, new(19, 20, 20), new(14, 20, 20)));
    private static readonly string Text = ErrorPage.Write(new ErrorReport("airlocks", "1a2b3c4d", Errors, Learning));
    private static readonly XElement Page = Parse(Text);

    [Fact]
    public void It_shows_every_error_in_order_with_picture_and_player()
    {
        var figures = Page.Descendants("figure").Where(f => f.Element("audio") is not null).ToArray();

        var shown = Errors.Misses.Concat(Errors.FalseAlarms).ToArray();
        Assert.Equal(6, shown.Length);
        Assert.Equal(shown.Length, figures.Length);
        Assert.All(figures.Zip(shown), pair =>
        {
            var (figure, clip) = pair;
            Assert.Contains(FormattableString.Invariant($"at {clip.Error.Onset:F2} s of {clip.Error.Recording}"), figure.Value, StringComparison.Ordinal);
            Assert.Single(figure.Descendants("image"));
            Assert.Single(figure.Descendants("path"));
            Assert.Equal(clip.Clip.True.Count, figure.Descendants("rect").Count(r => r.Attribute("class")!.Value == "true"));
            Assert.Equal(clip.Clip.Found.Count, figure.Descendants("rect").Count(r => r.Attribute("class")!.Value == "found"));
            Assert.Equal(["onset", "on", "off"], figure.Descendants("line").Select(l => l.Attribute("class")!.Value).Where(c => c is "onset" or "on" or "off"));
        });
        Assert.Contains("Misses: 2", Text, StringComparison.Ordinal);
        Assert.Contains($"False alarms: the worst 4 of {KnownErrors.Forgotten.Count}", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_needs_nothing_but_itself()
    {
        var withoutData = Regex.Replace(Text, "base64,[A-Za-z0-9+/=]+", string.Empty);
        Assert.DoesNotContain("//", withoutData, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", withoutData, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", withoutData, StringComparison.Ordinal);
        var links = Page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href" or "data" or "poster").ToArray();
        Assert.Equal(12, links.Length);
        Assert.All(links, link => Assert.StartsWith("data:", link.Value, StringComparison.Ordinal));
        Assert.Empty(Page.Descendants("link"));
    }

    [Fact]
    public void Style_and_script_are_the_same_for_HTML_as_for_XML() =>
        Assert.All([Page.Descendants("style").Single(), Page.Descendants("script").Single()], e => Assert.DoesNotMatch("[<>&]", e.Value));

    [Fact]
    public void A_browser_does_not_take_empty_elements_for_open_ones() => Assert.All(
        Regex.Matches(Text, "<([a-z]+)[^>]*/>").Select(match => match.Groups[1].Value).Distinct(),
        name => Assert.Contains(name, (string[])["meta", "image", "line", "rect", "path"]));

    [Fact]
    public void Its_players_play_the_sound()
    {
        var audio = Page.Descendants("audio").First().Attribute("src")!.Value;
        using var expected = new MemoryStream();
        WavFile.Write(expected, Errors.Misses[0].Clip.Samples, 8000);

        Assert.Equal(expected.ToArray(), Convert.FromBase64String(audio["data:audio/wav;base64,".Length..]));
    }

    [Fact]
    public void Its_pictures_are_the_spectrograms()
    {
        var clip = Errors.Misses[0].Clip;
        var png = Convert.FromBase64String(Page.Descendants("image").First().Attribute("href")!.Value["data:image/png;base64,".Length..]);

        var (width, pixels) = Decode(png);

        Assert.Equal((clip.LogMel.Count, clip.LogMel[0].Length), (width, pixels.Length / width));
        var loudest = (from t in Enumerable.Range(0, width) from b in Enumerable.Range(0, 24) select (t, b)).MaxBy(at => clip.LogMel[at.t][at.b]);
        Assert.Equal(255, pixels[((23 - loudest.b) * width) + loudest.t]);
        Assert.Equal(0, pixels.Min());
    }

    [Fact]
    public void Labels_and_names_are_only_ever_text()
    {
        const string Nasty = "<img src=x onerror=alert(1)>&amp;\"'</title><script>\u0007\ud800\U0001F43E";
        var model = Model.Parse(ModelWriter.ToBytes(SynthTraining.Trained.Model));
        model.Labels[0] = Nasty;
        var search = new ErrorSearch(model, model.Labels, 3);
        search.Add(KnownErrors.Recording with { Name = Nasty, Events = [.. KnownErrors.Invented.Select(e => e with { Label = Nasty })] }, TestContext.Current.CancellationToken);

        var text = ErrorPage.Write(new ErrorReport(Nasty, "0", search, null));

        var page = Parse(text);
        Assert.Single(page.Descendants("script"));
        Assert.Empty(page.Descendants("img"));
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
        Assert.Contains("<img src=x onerror=alert(1)>&amp;\"'</title><script>\uFFFD\uFFFD\U0001F43E", page.Descendants("figcaption").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_learning_curve_is_told_and_drawn_when_there_is_one()
    {
        Assert.Contains("variance", Page.Value, StringComparison.Ordinal);
        var curves = Page.Descendants("figure").Single(f => f.Attribute("class")?.Value == "curve").Descendants("path");
        Assert.Equal(["M270 50L500 30", "M270 210L500 130"], curves.Select(p => p.Attribute("d")!.Value));
        Assert.DoesNotContain("Bias or variance", ErrorPage.Write(new ErrorReport("airlocks", "0", Errors, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_errors_has_a_page_too()
    {
        var text = ErrorPage.Write(new ErrorReport("airlocks", "0", KnownErrors.Search(4, KnownErrors.Sound with { Events = [.. KnownErrors.Found.Select(e => e.ToLabel())] }), null));

        Assert.Contains("Misses: 0", text, StringComparison.Ordinal);
        Assert.Empty(Parse(text).Descendants("figure"));
    }

    private static LearningDiagnosis LearningOf(params CurvePoint[] points) => new(points, Diagnosis.Of(points));

    private static XElement Parse(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    private static (int Width, byte[] Pixels) Decode(byte[] png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], png[..8]);
        var chunks = new Dictionary<string, byte[]>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            Assert.Equal(Crc32.Compute(png, at + 4, length + 4), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add(System.Text.Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            at += length + 12;
        }

        Assert.Equal(["IHDR", "PLTE", "IDAT", "IEND"], chunks.Keys);
        Assert.Equal([8, 3, 0, 0, 0], chunks["IHDR"][8..]);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"]), BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"].AsSpan(4)));
        using var zlib = new ZLibStream(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        Assert.Equal(height * (width + 1), rows.Length);
        return (width, [.. rows.ToArray().Where((_, i) => i % (width + 1) != 0)]);
    }
}
