using System.Globalization;
using System.Xml.Linq;

namespace Esp32Aed.Learning.Errors.Page;

/// <summary>Elements of SVG pictures; coordinates in the picture's units.</summary>
internal static class Drawing
{
    public static XElement Picture(double width, double height, string description, params object?[] content) =>
        new("svg", new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"), new XAttribute("role", "img"), new XAttribute("aria-label", description), content);

    public static XElement Text(double x, double y, string text, string kind = "", string anchor = "start") =>
        new("text", At("x", x), At("y", y), new XAttribute("class", kind), new XAttribute("text-anchor", anchor), text);

    public static XElement Line(double x1, double y1, double x2, double y2, string kind) =>
        new("line", At("x1", x1), At("y1", y1), At("x2", x2), At("y2", y2), new XAttribute("class", kind));

    public static XElement Box(double x, double y, double width, double height, string kind, string? tip = null) =>
        new("rect", At("x", x), At("y", y), At("width", width), At("height", height), new XAttribute("class", kind), tip is null ? null : new XElement("title", tip));

    public static XElement Path(string moves, string kind) => new("path", new XAttribute("d", moves), new XAttribute("class", kind));

    public static XAttribute At(string name, double value) => new(name, Number(value));

    /// <summary>A number as SVG wants it, to a hundredth.</summary>
    public static string Number(double value) => (Math.Round(value, 2) + 0.0).ToString(CultureInfo.InvariantCulture);
}
