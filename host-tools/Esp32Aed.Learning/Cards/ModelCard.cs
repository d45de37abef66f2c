using System.Text;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Cards;

/// <summary>The card that goes with a model: what it was made from, what it reaches, what it costs, and where it is weak.</summary>
public static class ModelCard
{
    /// <summary>Writes the card, Markdown. It shows the pictures that <see cref="CardPictures"/> writes beside it.</summary>
    /// <param name="result">The training.</param>
    /// <param name="curves">Its operating curves; see <see cref="OperatingCurve.Of"/>.</param>
    /// <param name="name">What the model is called.</param>
    /// <param name="command">The command that makes the model and prints every figure of the card.</param>
    /// <param name="attribution">Who made the recordings, and their licence; Markdown.</param>
    /// <param name="cost">What the model costs on a board; each line becomes a point of a list.</param>
    /// <param name="folds">Folds of the cross-validation.</param>
    /// <param name="seed">Seed of folds and training.</param>
    public static string Write(
        TrainingResult result, IReadOnlyList<OperatingCurve> curves, string name, string command, string attribution, string cost, int folds, int seed)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(attribution);
        var model = result.Trained.Model;
        var labels = model.Labels.Select(label => (Label: label, Text: CardText.Escape(label))).ToArray();
        var card = new StringBuilder();
        card.Line($"# {name}");
        card.Line($"");
        card.Line($"Counts: {string.Join(", ", labels.Select(label => label.Text))}. Every figure below is printed by this command, which also makes the model:");
        card.Line($"");
        card.Line($"    {command}");
        card.Line($"");
        card.Line($"## Data");
        card.Line($"");
        card.Line($"{result.Recordings.Count} recordings, {result.Recordings.Sum(r => r.Seconds) / 60:F1} minutes; {string.Join(", ", labels.Select(label => $"{Count(result, label.Label)} events labelled {label.Text} in {Having(result, label.Label)} recordings"))}.");
        card.Line($"");
        card.Line($"{attribution.Trim()}");
        card.Line($"");
        FiguresSection.Write(card, result.Validation, folds, seed);
        OperatingSection.Write(card, curves, result.Settings.Goal);
        SourceTestSection.Write(card, result.Test);
        FrontEndSection.Write(card, result.Precision);
        StructureSection.Write(card, result, cost);
        TrainingSection.Write(card, result, seed, drawsVariants: true);
        var frontEnd = model.FrontEnd;
        card.Line($"## Known weaknesses");
        card.Line($"");
        card.Line($"* The figures hold for sounds like the recordings above. Another microphone, room or distance may give others: record some minutes of the place, label them and run `aed evaluate`.");
        card.Line($"* Sounds that were not among the recordings without events may be counted; `false/min` above is measured on those recordings only.");
        card.Line($"* The first seconds after a start are judged before the running mean (time constant {(1 << frontEnd.MeanShift) * model.HopLength / (double)model.SampleRate:F1} s) has settled.");
        card.Line($"* Events masked by louder sounds are not counted, and events within one or two frames ({model.HopLength * 1000 / model.SampleRate} ms each) count as one.");
        return card.ToString();
    }

    private static int Count(TrainingResult result, string label) => result.Recordings.Sum(r => r.Events.Count(e => e.Label == label));

    private static int Having(TrainingResult result, string label) => result.Recordings.Count(r => r.Events.Any(e => e.Label == label));
}
