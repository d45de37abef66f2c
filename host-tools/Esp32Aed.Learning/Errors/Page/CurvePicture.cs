using System.Globalization;
using System.Xml.Linq;

namespace Esp32Aed.Learning.Errors.Page;

/// <summary>The picture of a learning curve: F1 on training and on held-out recordings over their number.</summary>
internal static class CurvePicture
{
    private const double Left = 40;
    private const double Wide = 460;
    private const double Top = 10;
    private const double High = 200;
    private const double Bottom = Top + High;
    private const double WordHeight = 11;

    /// <summary>Draws it.</summary>
    public static XElement Draw(IReadOnlyList<CurvePoint> points)
    {
        var most = points[^1].Recordings;
        var lowest = Math.Min(Math.Floor(points.Min(point => Math.Min(point.TrainingF1, point.ValidationF1)) * 10) / 10, 0.9);
        var (training, validation) = (Y(points[^1].TrainingF1), Y(points[^1].ValidationF1));
        var aside = Math.Max(WordHeight - Math.Abs(training - validation), 0) / (training <= validation ? -2 : 2);
        return Drawing.Picture(
            Left + Wide + 80,
            Bottom + 34,
            "F1 over the number of training recordings",
            Enumerable.Range((int)Math.Round(lowest * 10), 11 - (int)Math.Round(lowest * 10)).Select(tenth => new[]
            {
                Drawing.Line(Left, Y(tenth / 10.0), Left + Wide, Y(tenth / 10.0), "frame"),
                Drawing.Text(Left - 6, Y(tenth / 10.0) + 3, (tenth / 10.0).ToString("F1", CultureInfo.InvariantCulture), "", "end"),
            }),
            points.Select(point => Drawing.Text(X(point), Bottom + 14, point.Recordings.ToString("F0", CultureInfo.InvariantCulture), "", "middle")),
            Drawing.Text(Left + (Wide / 2), Bottom + 30, "training recordings", "", "middle"),
            Curve(point => point.TrainingF1, "training", training + aside),
            Curve(point => point.ValidationF1, "validation", validation - aside));

        IEnumerable<XElement> Curve(Func<CurvePoint, double> f1, string kind, double wordAt) =>
        [
            Drawing.Path("M" + string.Join('L', points.Select(point => $"{Drawing.Number(X(point))} {Drawing.Number(Y(f1(point)))}")), kind),
            .. points.Select(point => Drawing.Box(X(point) - 2.5, Y(f1(point)) - 2.5, 5, 5, kind + " dot", string.Create(CultureInfo.InvariantCulture, $"{kind} {f1(point):F3}"))),
            Drawing.Text(Left + Wide + 8, wordAt + 3, kind, kind + " word"),
        ];

        double X(CurvePoint point) => Left + (point.Recordings / most * Wide);

        double Y(double f1) => Bottom - ((f1 - lowest) / (1 - lowest) * High);
    }
}
