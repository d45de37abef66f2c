using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Cards;

/// <summary>What a model's thresholds give for a class, on logits of models that had not heard the recordings.</summary>
/// <param name="Label">The class.</param>
/// <param name="Points">By rising on threshold; see <see cref="DecoderTuner.Curve"/>.</param>
/// <param name="Chosen">The point that the model has.</param>
/// <param name="HasNegatives">Whether there are recordings without events of the class, on which alone false alarms are then counted.</param>
public sealed record OperatingCurve(string Label, IReadOnlyList<OperatingPoint> Points, OperatingPoint Chosen, bool HasNegatives)
{
    private const int MostRows = 7;

    /// <summary>Steps of the threshold's grid that a table may show besides the chosen one.</summary>
    private static readonly int[] Steps = [0, -2, 2, -4, 4, -8, 8, -12, 12, -16, 16];

    /// <summary>A curve for each class; none without cross-validation.</summary>
    public static IReadOnlyList<OperatingCurve> Of(TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Validation is not { } validation)
        {
            return [];
        }

        var model = result.Trained.Model;
        var tuner = new DecoderTuner(model.HopLength, model.SampleRate, model.LookAhead);
        return
        [
            .. model.Labels.Select((label, c) =>
            {
                var points = tuner.Curve(validation.HeldOut[c], model.Decoders[c]);
                var on = model.Decoders[c].On / 256.0;
                return new OperatingCurve(label, points, points.Single(point => point.On == on), validation.HeldOut[c].Any(r => r.Events.Count == 0));
            }),
        ];
    }

    /// <summary>Some of the points for a table, by rising threshold: the chosen one and more of them near it than far from it.</summary>
    public IReadOnlyList<OperatingPoint> Rows()
    {
        var chosen = Points.Index().First(point => point.Item == Chosen).Index;
        return [.. Steps.Select(step => chosen + step).Where(i => i >= 0 && i < Points.Count).Take(MostRows).Order().Select(i => Points[i])];
    }
}
