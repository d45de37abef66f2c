using System.Text;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Cards;

/// <summary>The card's section about how the model was trained.</summary>
internal static class TrainingSection
{
    /// <summary>Adds it.</summary>
    /// <param name="card">The card.</param>
    /// <param name="result">The training.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="drawsVariants">The random variants follow the seed too.</param>
    public static void Write(StringBuilder card, TrainingResult result, int seed, bool drawsVariants)
    {
        var settings = result.Settings;
        card.Line($"## Training");
        card.Line($"");
        card.Line($"* Each recording was heard {string.Join("; ", settings.Augmentations.Select(Heard))}{(settings.RandomVariants == 0 ? string.Empty : $"; and in {settings.RandomVariants} random variants, each made by {Recipe(settings)}")}.");
        foreach (var choice in result.Augmentations)
        {
            card.Line($"* Chosen for recordings of {CardText.Escape(choice.Label)}: {(choice.Dropped.Count == 0 ? "all of these" : $"all of these but {string.Join(", ", choice.Dropped)}")}. A part was left out where the loss on recordings that were held out fell by more than {100 * AugmentationSearch.LeastGain:0} %; they are among the recordings of the figures above, which so flatter it a little.");
        }

        if (settings.Network is { } network)
        {
            card.Line($"* In each crop the features got noise of {network.Noise:0.##} of their spread and an offset of {network.OffsetNoise:0.##} of it{Share(network.Masks, "had masks")}{Share(network.Mixup, "were mixed with another")}.");
            card.Line($"* {Rounds(result.Trained.Curve)}{(result.Trained.IsFineTuned ? " Then a fifth as many with weights and activations rounded as int8 has them, because quantising cost too much." : string.Empty)}");
        }

        card.Line($"* Seed {seed}, of folds{(drawsVariants && settings.RandomVariants > 0 ? ", variants" : string.Empty)}{(settings.Network is null ? string.Empty : ", first weights and crops")}: the command gives the same model again, bit for bit.");
        card.Line($"* It took {Duration(result.Seconds)}{(result.Validation is null ? string.Empty : ", cross-validation included")}.");
        card.Line($"");
        if (result.Trained.Curve is not null)
        {
            card.Line($"![Loss of each round, training and validation]({CardPictures.LearningCurve})");
            card.Line($"");
            card.Line($"The loss on what was trained on, as it was augmented (so it may be the larger one), and on recordings held out for the search, as they are.");
            card.Line($"");
        }
    }

    private static string Heard(Training.Augmentation augmentation)
    {
        var gain = augmentation.GainDb == 0 ? "as it is" : FormattableString.Invariant($"at {augmentation.GainDb:+0.#;-0.#} dB");
        return augmentation.SkippedFrames == 0 ? gain : gain + FormattableString.Invariant($" without its first {augmentation.SkippedFrames:0.##} frames");
    }

    private static string Recipe(TrainingSettings settings) =>
        string.Join(", ", settings.Recipe.Parts.Select(part => FormattableString.Invariant($"{part.Name} ({100 * part.Probability:0} %)")));

    private static string Share(double share, string what) => share > 0 ? FormattableString.Invariant($"; {100 * share:0} % of crops {what}") : string.Empty;

    private static string Rounds(LearningCurve? curve) => curve is null
        ? "The number of rounds was not searched on held-out recordings, so there is no learning curve."
        : $"{curve.Rounds} rounds of at most {curve.Validation.Count}: the last one whose loss on held-out recordings was within 2 % of the least.";

    private static string Duration(double seconds) => seconds < 90
        ? FormattableString.Invariant($"{seconds:F0} seconds")
        : FormattableString.Invariant($"{seconds / 60:F1} minutes");
}
