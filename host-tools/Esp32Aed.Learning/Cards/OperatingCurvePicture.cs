using System.Globalization;

namespace Esp32Aed.Learning.Cards;

/// <summary>The operating curves as a picture: recall, and F1 where there is room for it, against false alarms an hour.</summary>
public static class OperatingCurvePicture
{
    private const int MostClassesWithF1 = 2;

    /// <summary>Draws it; null when there is no curve.</summary>
    /// <returns>The text of an SVG file.</returns>
    public static string? Write(IReadOnlyList<OperatingCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Count == 0)
        {
            return null;
        }

        var recall = curves.Select((curve, c) => new ChartSeries(
            string.Create(CultureInfo.InvariantCulture, $"{curve.Label}: recall; dot: the chosen threshold, {curve.Chosen.On:F2}"),
            c,
            [.. curve.Points.Select(point => new ChartPoint(point.FalseAlarmsPerHour, point.Recall))])
        {
            IsDashed = c >= SvgDrawing.Colours,
            Mark = new ChartPoint(curve.Chosen.FalseAlarmsPerHour, curve.Chosen.Recall),
        });
        var f1 = curves.Count > MostClassesWithF1 ? [] : curves.Select((curve, c) => new ChartSeries(
            $"{curve.Label}: F1",
            c,
            [.. curve.Points.Select(point => new ChartPoint(point.FalseAlarmsPerHour, point.MeanF1))])
        {
            IsDashed = true,
        });
        return LineChart.Write(
            "Operating curve, on recordings the model has not heard",
            new LogAxis("false alarms an hour", curves.SelectMany(curve => curve.Points).Select(point => point.FalseAlarmsPerHour)),
            new LinearAxis(curves.Count > MostClassesWithF1 ? "recall" : "recall, F1", 0, 1),
            [.. recall, .. f1]);
    }
}
