using System.Globalization;

namespace Esp32Aed.Learning.Cards;

/// <summary>A confusion matrix as a picture: a row for each true class, a column for each that was said, shaded by the share of the row.</summary>
public static class ConfusionPicture
{
    private const double Cell = 46;
    private const double LetterWidth = 7.5;
    private const double LeastWidth = 360;
    private const double TitleHeight = 62;
    private const double AxisWidth = 34;
    private const double Margin = 16;

    /// <summary>Draws it.</summary>
    /// <param name="labels">The classes.</param>
    /// <param name="counts">Per true class, how often each class was said.</param>
    /// <returns>The text of an SVG file.</returns>
    /// <exception cref="ArgumentException">There is no class, a count is negative, or there is not one count for each pair of classes.</exception>
    public static string Write(IReadOnlyList<string> labels, IReadOnlyList<IReadOnlyList<int>> counts)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(counts);
        if (labels.Count == 0 || counts.Count != labels.Count || counts.Any(row => row.Count != labels.Count || row.Any(count => count < 0)))
        {
            throw new ArgumentException($"{labels.Count} classes need as many rows of as many counts, none negative", nameof(counts));
        }

        var longest = 8 + (LetterWidth * labels.Max(label => label.Length));
        var (left, top, side) = (AxisWidth + longest, TitleHeight + longest, Cell * labels.Count);
        return SvgDrawing.Draw(Math.Max(LeastWidth, left + side + Margin), top + side + Margin, "Confusion matrix", drawing =>
        {
            drawing.Text(Margin, 26, "Confusion matrix", style: "ink title");
            drawing.Text(left + (side / 2), TitleHeight - 8, "said", "middle");
            drawing.Text(Margin + 6, top + (side / 2), "is", "middle", isUpright: true);
            drawing.Group("labels", () => Labels(drawing, labels, left, top));
            drawing.Group("cells", () => Cells(drawing, counts, left, top));
        });
    }

    private static void Labels(SvgDrawing drawing, IReadOnlyList<string> labels, double left, double top)
    {
        foreach (var (c, label) in labels.Index())
        {
            var middle = (Cell * (c + 0.5)) + 4;
            drawing.Text(left - 8, top + middle, label, "end");
            drawing.Text(left + middle, top - 8, label, isUpright: true);
        }
    }

    private static void Cells(SvgDrawing drawing, IReadOnlyList<IReadOnlyList<int>> counts, double left, double top)
    {
        foreach (var (r, row) in counts.Index())
        {
            var all = Math.Max(1, row.Sum());
            foreach (var (c, count) in row.Index())
            {
                var (x, y, share) = (left + (c * Cell), top + (r * Cell), (double)count / all);
                drawing.Rectangle(x + 1, y + 1, Cell - 2, Cell - 2, "shade", 0.06 + (0.94 * share));
                drawing.Text(x + (Cell / 2), y + (Cell / 2) + 4, count.ToString(CultureInfo.InvariantCulture), "middle", share > 0.65 ? "on-shade" : "ink");
            }
        }
    }
}
