using System.Globalization;
using System.Xml.Linq;

namespace Esp32Aed.Tests.Cards;

/// <summary>Reads a chart's picture as a person does: what lies where, by the figures at the axes.</summary>
internal sealed class ChartReader
{
    private readonly XElement root;

    /// <summary>Parses it.</summary>
    public ChartReader(string svg)
    {
        root = XElement.Parse(svg);
        Horizontal = Ticks("x-axis", "x1");
        Vertical = Ticks("y-axis", "y1");
    }

    /// <summary>The ticks of the horizontal axis: value and pixel.</summary>
    public IReadOnlyList<(double Value, double At)> Horizontal { get; }

    /// <summary>The ticks of the vertical axis.</summary>
    public IReadOnlyList<(double Value, double At)> Vertical { get; }

    /// <summary>All that is written in it.</summary>
    public IReadOnlyList<string> Texts => [.. root.Descendants().Where(e => e.Name.LocalName is "text").Select(e => e.Value)];

    /// <summary>The lines' points, in pixels.</summary>
    public IReadOnlyList<IReadOnlyList<(double X, double Y)>> Lines =>
    [
        .. Group("lines").Where(e => e.Name.LocalName is "polyline").Select(e => e.Attribute("points")!.Value.Split(' ')
            .Select(point => point.Split(',')).Select(pair => (Parse(pair[0]), Parse(pair[1]))).ToArray()),
    ];

    /// <summary>The dots, in pixels.</summary>
    public IReadOnlyList<(double X, double Y)> Dots =>
        [.. Group("lines").Where(e => e.Name.LocalName is "circle").Select(e => (Number(e, "cx"), Number(e, "cy")))];

    /// <summary>The value at a pixel of a linear axis.</summary>
    public static double Linear(IReadOnlyList<(double Value, double At)> ticks, double at) =>
        ticks[0].Value + ((at - ticks[0].At) * (ticks[^1].Value - ticks[0].Value) / (ticks[^1].At - ticks[0].At));

    /// <summary>The value at a pixel of a logarithmic axis.</summary>
    public static double Logarithmic(IReadOnlyList<(double Value, double At)> ticks, double at)
    {
        if (ticks[0].Value == 0 && Math.Abs(at - ticks[0].At) < 0.01)
        {
            return 0;
        }

        var powers = ticks.Where(tick => tick.Value > 0).Select(tick => (Math.Log10(tick.Value), tick.At)).ToArray();
        return Math.Pow(10, Linear(powers, at));
    }

    private (double Value, double At)[] Ticks(string group, string coordinate) =>
    [
        .. Group(group).Where(e => e.Name.LocalName is "line")
            .Select(line => (Parse(((XElement)line.NextNode!).Value), Number(line, coordinate))),
    ];

    private IEnumerable<XElement> Group(string name) =>
        root.Elements().Single(e => e.Name.LocalName is "g" && e.Attribute("class")!.Value == name).Elements();

    private static double Number(XElement element, string attribute) => Parse(element.Attribute(attribute)!.Value);

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
