using System.Text;
using Esp32Aed.Learning.Cards;

namespace Esp32Aed.Learning.Clips;

/// <summary>The card of a model that was trained on clips.</summary>
public static class ClipCard
{
    /// <summary>Writes the card, Markdown.</summary>
    /// <param name="result">The training.</param>
    /// <param name="name">What the model is called.</param>
    /// <param name="command">The command that makes the model and prints every figure of the card.</param>
    /// <param name="attribution">Who made the recordings, and their licence; Markdown.</param>
    /// <param name="cost">What the model costs on a board, one line.</param>
    /// <param name="seed">Seed of the training.</param>
    public static string Write(ClipTrainingResult result, string name, string command, string attribution, string cost, int seed)
    {
        var (training, set) = (result.Training, result.Set);
        var model = training.Trained.Model;
        var counts = set.Counts();
        var card = new StringBuilder();
        card.Line($"# {name}");
        card.Line($"");
        card.Line($"Tells apart: {string.Join(", ", set.Classes.Select(CardText.Escape))}. Every figure below is printed by this command, which also makes the model:");
        card.Line($"");
        card.Line($"    {command}");
        card.Line($"");
        card.Line($"## Data");
        card.Line($"");
        card.Line($"{set.Clips.Count} clips, {training.Recordings.Sum(r => r.Seconds) / 60:F1} minutes, a class for each: {string.Join(", ", set.Classes.Select((label, c) => $"{CardText.Escape(label)} {counts[c]}"))}.");
        card.Line($"");
        if (result.Others.Learned.Count > 0)
        {
            card.Line($"Besides, {result.Others.Learned.Count} pieces of other sounds (`--other`) were learned as a class '{OtherSounds.Label}' that never raises an event, and {result.Others.Judged.Count} pieces, of other files, took part in the choice of thresholds as sounds of none of the classes.");
            card.Line($"");
        }

        card.Line($"{attribution.Trim()}");
        card.Line($"");
        Figures(card, result, seed);
        FrontEndSection.Write(card, training.Precision);
        StructureSection.Write(card, training, cost);
        TrainingSection.Write(card, training, seed, drawsVariants: false);
        card.Line($"## Known weaknesses");
        card.Line($"");
        card.Line($"* It was trained on clips with one sound each. Sounds that overlap, or are much softer than others around them, were not among them.");
        card.Line($"* A sound of none of its classes may raise events of some class{(result.Unknown.Count > 0 ? "; see above how often" : string.Empty)}. Silence, and the steady noise of a place, are such sounds too{(result.Others.Learned.Count > 0 ? string.Empty : ": if that matters, give some with `--other`")}.");
        card.Line($"* Events begin and end late, by the time constant of the smoothing; a lasting sound is one event, and a short one may be several.");
        card.Line($"* The figures hold for sounds like the clips above. Another microphone, room or distance may give others: record some and run `aed evaluate`.");
        return card.ToString();
    }

    private static void Figures(StringBuilder card, ClipTrainingResult result, int seed)
    {
        card.Line($"## Figures on clips the model has not heard");
        card.Line($"");
        if (result.Validation is not { } validation)
        {
            card.Line($"None: the model was trained without cross-validation.");
            card.Line($"");
            return;
        }

        var classes = result.Set.Classes;
        card.Line($"{result.Folds}-fold cross-validation (seed {seed}), clips of one origin in one fold; thresholds were chosen on the other folds. The shipped model was then trained on all clips. A clip's class is what the judge of whole clips says: softmax regression on statistics of the clip's features (how high they are, how much they vary, how they change from frame to frame and differ from band to band); events come from the network.");
        card.Line($"");
        card.Line($"Clip accuracy: int8 {validation.Int8.Accuracy:F3}, float {validation.Float.Accuracy:F3}.");
        card.Line($"");
        if (result.Reference is { } reference)
        {
            card.Line($"For comparison, a linear classifier on the features of the large network that the command names, on the same folds: {reference.Accuracy:F3}.");
            card.Line($"");
        }

        card.Line($"![Confusion matrix]({CardPictures.Confusion})");
        card.Line($"");
        card.Line($"Rows are true classes, columns what the int8 chain says. The last two columns are what a sensor does that counts events: the share of the class's clips in which an event of it begins, and the share of other clips in which one does.");
        card.Line($"");
        card.Line($"| | {string.Join(" | ", classes.Select(CardText.Escape))} | recall | raises an event | others do |");
        card.Line($"| --- |{string.Concat(Enumerable.Repeat(" --- |", classes.Count + 3))}");
        for (var c = 0; c < classes.Count; c++)
        {
            var detection = validation.Detections[c];
            card.Line($"| {CardText.Escape(classes[c])} | {string.Join(" | ", validation.Int8.Confusion[c])} | {validation.Int8.Recall(c):F2} | {detection.Recall:F2} | {detection.FalseShare:F3} |");
        }

        card.Line($"");
        if (result.Unknown.Count == 0)
        {
            return;
        }

        card.Line($"## Sounds it has never heard");
        card.Line($"");
        card.Line($"Each of these classes was left out of training and of the choice of thresholds, and its clips were then played to a model of the others.");
        card.Line($"");
        card.Line($"| left out | clips | share that raises any event | known clips that raise their own |");
        card.Line($"| --- | --- | --- | --- |");
        foreach (var sound in result.Unknown)
        {
            card.Line($"| {CardText.Escape(sound.Label)} | {sound.Clips} | {sound.Raised:F2} | {sound.KnownRaised:F2} |");
        }

        card.Line($"");
    }
}
