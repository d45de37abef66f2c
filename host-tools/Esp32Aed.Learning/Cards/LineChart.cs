namespace Esp32Aed.Learning.Cards;

/// <summary>A chart of lines, with a legend below it.</summary>
public static class LineChart
{
    private const double Width = 720;
    private const double Left = 72;
    private const double Right = 696;
    private const double Top = 44;
    private const double Bottom = 364;
    private const double LegendTop = 432;
    private const double LegendRow = 22;
    private const double NameLeft = Left + 42;
    private const double LetterWidth = 7.5;

    /// <summary>Draws it.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="series">The lines.</param>
    /// <returns>The text of an SVG file.</returns>
    public static string Write(string title, ChartAxis x, ChartAxis y, IReadOnlyList<ChartSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var widest = series.Select(line => line.Name.Length).DefaultIfEmpty(0).Max() * LetterWidth;
        return SvgDrawing.Draw(Math.Max(Width, NameLeft + widest), LegendTop + (LegendRow * series.Count), title, drawing =>
        {
            drawing.Text(Left, 26, title, style: "ink title");
            drawing.Group("x-axis", () => Horizontal(drawing, x));
            drawing.Group("y-axis", () => Vertical(drawing, y));
            drawing.Group("lines", () => Lines(drawing, x, y, series));
            drawing.Group("legend", () => Legend(drawing, series));
        });
    }

    private static void Horizontal(SvgDrawing drawing, ChartAxis axis)
    {
        foreach (var (value, text) in axis.Ticks)
        {
            var at = AtX(axis, value);
            drawing.Line(at, Top, at, Bottom, "grid");
            drawing.Text(at, Bottom + 18, text, "middle");
        }

        drawing.Text((Left + Right) / 2, Bottom + 42, axis.Title, "middle");
    }

    private static void Vertical(SvgDrawing drawing, ChartAxis axis)
    {
        foreach (var (value, text) in axis.Ticks)
        {
            var at = AtY(axis, value);
            drawing.Line(Left, at, Right, at, "grid");
            drawing.Text(Left - 8, at + 4, text, "end");
        }

        drawing.Text(20, (Top + Bottom) / 2, axis.Title, "middle", isUpright: true);
    }

    private static void Lines(SvgDrawing drawing, ChartAxis x, ChartAxis y, IReadOnlyList<ChartSeries> series)
    {
        foreach (var line in series)
        {
            drawing.Polyline(
                line.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).Select(point => new ChartPoint(AtX(x, point.X), AtY(y, point.Y))),
                StyleOf(line));
        }

        foreach (var line in series)
        {
            if (line.Mark is { } mark)
            {
                drawing.Dot(AtX(x, mark.X), AtY(y, mark.Y), StyleOf(line));
            }
        }
    }

    private static void Legend(SvgDrawing drawing, IReadOnlyList<ChartSeries> series)
    {
        foreach (var (row, line) in series.Index())
        {
            var y = LegendTop + (row * LegendRow);
            drawing.Polyline([new(Left, y), new(Left + 32, y)], StyleOf(line));
            if (line.Mark is not null)
            {
                drawing.Dot(Left + 16, y, StyleOf(line));
            }

            drawing.Text(NameLeft, y + 4, line.Name);
        }
    }

    private static string StyleOf(ChartSeries line) => $"c{line.Colour % SvgDrawing.Colours}{(line.IsDashed ? " dashed" : string.Empty)}";

    private static double AtX(ChartAxis axis, double value) => Left + ((Right - Left) * axis.Place(value));

    private static double AtY(ChartAxis axis, double value) => Bottom - ((Bottom - Top) * axis.Place(value));
}
