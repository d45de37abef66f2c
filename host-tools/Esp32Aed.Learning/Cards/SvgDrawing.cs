using System.Globalization;
using System.Text;
using System.Xml;

namespace Esp32Aed.Learning.Cards;

/// <summary>
/// A drawing as the text of an SVG file, the same text wherever it is made. Coordinates are pixels, from the upper left corner. It has a ground of
/// its own, light or dark as the reader has it, so that it can be read on any page.
/// </summary>
public sealed class SvgDrawing
{
    /// <summary>Number of different colours: the classes <c>c0</c> to <c>c7</c>.</summary>
    public const int Colours = 8;

    private const string Namespace = "http://www.w3.org/2000/svg";

    private static readonly string[] OnLight = ["#0969da", "#bc4c00", "#1a7f37", "#8250df", "#cf222e", "#1b7c83", "#bf3989", "#7d6f00"];
    private static readonly string[] OnDark = ["#58a6ff", "#f0883e", "#3fb950", "#bc8cff", "#ff7b72", "#39c5cf", "#f778ba", "#d4c40b"];
    private static readonly XmlWriterSettings Format = new() { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" };

    private static readonly string Style = $$"""
        text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        .title { font-size: 15px; font-weight: 600; }
        polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .on-shade { fill: #ffffff; }
        .dashed { stroke-dasharray: 5 4; }
        {{Theme("#ffffff", "#1f2328", "#d1d9e0", "#0550ae", OnLight)}}
        @media (prefers-color-scheme: dark) {
        {{Theme("#0d1117", "#e6edf3", "#3d444d", "#1f6feb", OnDark)}}
        }
        """;

    private readonly XmlWriter writer;

    private SvgDrawing(XmlWriter writer) => this.writer = writer;

    /// <summary>Makes a drawing.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="title">What it shows, for those who can't see it.</param>
    /// <param name="draw">Draws on it.</param>
    /// <returns>The text of the file.</returns>
    public static string Draw(double width, double height, string title, Action<SvgDrawing> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        var text = new StringBuilder();
        using (var file = XmlWriter.Create(text, Format))
        {
            file.WriteStartElement("svg", Namespace);
            var drawing = new SvgDrawing(file);
            drawing.Attributes(("width", width), ("height", height), ("viewBox", $"0 0 {Number(width)} {Number(height)}"), ("role", "img"));
            file.WriteElementString("title", Namespace, Allowed(title));
            file.WriteElementString("style", Namespace, Style.ReplaceLineEndings("\n"));
            drawing.Rectangle(0, 0, width, height, "ground");
            draw(drawing);
            file.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Draws parts as a group that has a class.</summary>
    public void Group(string style, Action draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        writer.WriteStartElement("g", Namespace);
        Attributes(("class", style));
        draw();
        writer.WriteEndElement();
    }

    /// <summary>Draws a rectangle.</summary>
    /// <param name="x">Its left edge.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="style">Its class.</param>
    /// <param name="opacity">0 (not to be seen) to 1.</param>
    public void Rectangle(double x, double y, double width, double height, string style, double opacity = 1) => Element(
        "rect", ("class", style), ("x", x), ("y", y), ("width", width), ("height", height), ("fill-opacity", opacity < 1 ? opacity : null));

    /// <summary>Draws a line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string style) =>
        Element("line", ("class", style), ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2));

    /// <summary>Joins points.</summary>
    public void Polyline(IEnumerable<ChartPoint> points, string style) =>
        Element("polyline", ("class", style), ("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"))));

    /// <summary>Draws a dot.</summary>
    public void Dot(double x, double y, string style) => Element("circle", ("class", style), ("cx", x), ("cy", y), ("r", 5.0));

    /// <summary>Writes a line of text.</summary>
    /// <param name="x">Where its anchor is.</param>
    /// <param name="y">Where its base line is.</param>
    /// <param name="text">The text; what XML can't hold is replaced.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="style">Its class.</param>
    /// <param name="isUpright">Whether it is turned to read from below.</param>
    public void Text(double x, double y, string text, string anchor = "start", string style = "ink", bool isUpright = false)
    {
        writer.WriteStartElement("text", Namespace);
        Attributes(
            ("class", style), ("x", x), ("y", y), ("text-anchor", anchor), ("transform", isUpright ? $"rotate(-90 {Number(x)} {Number(y)})" : null));
        writer.WriteString(Allowed(text));
        writer.WriteEndElement();
    }

    private static string Theme(string ground, string ink, string grid, string shade, string[] colours) => string.Join('\n', [
        $".ground {{ fill: {ground}; }} .ink {{ fill: {ink}; }} .grid {{ stroke: {grid}; }} .shade {{ fill: {shade}; }}",
        .. colours.Select((colour, c) => $".c{c} {{ fill: {colour}; }} polyline.c{c} {{ fill: none; stroke: {colour}; }}"),
    ]);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Allowed(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));

    private void Element(string name, params (string Name, object? Value)[] attributes)
    {
        writer.WriteStartElement(name, Namespace);
        Attributes(attributes);
        writer.WriteEndElement();
    }

    private void Attributes(params (string Name, object? Value)[] attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                writer.WriteAttributeString(name, value is double number ? Number(number) : (string)value);
            }
        }
    }
}
