using System.Globalization;
using Esp32Aed.Learning.Networks;

namespace Esp32Aed.Learning.Cards;

/// <summary>How a network's loss fell, as a picture.</summary>
public static class LearningCurvePicture
{
    /// <summary>Draws it; null when there is no curve.</summary>
    /// <returns>The text of an SVG file.</returns>
    public static string? Write(LearningCurve? curve)
    {
        if (curve is null)
        {
            return null;
        }

        var most = curve.Training.Concat(curve.Validation).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        return LineChart.Write(
            string.Create(CultureInfo.InvariantCulture, $"Learning curve of the network {curve.Shape}"),
            new LinearAxis("round", 0, curve.Training.Count),
            new LinearAxis("loss (mean cross-entropy)", 0, most),
            [
                new ChartSeries("training, as augmented", 1, Rounds(curve.Training)) { IsDashed = true },
                new ChartSeries($"validation; dot: the last round that was kept, {curve.Rounds}", 0, Rounds(curve.Validation))
                {
                    Mark = new ChartPoint(curve.Rounds, curve.Validation[curve.Rounds - 1]),
                },
            ]);
    }

    private static ChartPoint[] Rounds(IReadOnlyList<double> losses) => [.. losses.Select((loss, i) => new ChartPoint(i + 1, loss))];
}
