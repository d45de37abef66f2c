using System.Text;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Cards;

/// <summary>The card's section about the model's structure and cost.</summary>
internal static class StructureSection
{
    /// <summary>Adds it.</summary>
    /// <param name="card">The card.</param>
    /// <param name="result">The training.</param>
    /// <param name="cost">What the model costs on a board; each line becomes a point of the list.</param>
    public static void Write(StringBuilder card, TrainingResult result, string cost)
    {
        var model = result.Trained.Model;
        var frontEnd = model.FrontEnd;
        card.Line($"## The model");
        card.Line($"");
        card.Line($"* Checksum {model.Checksum:x8}, {ModelWriter.ToBytes(model).Length} bytes.");
        card.Line($"* {frontEnd.SampleRate} Hz, frames of {frontEnd.FrameLength} samples, hop {frontEnd.HopLength}; {frontEnd.MelEdges.Length - 2} mel bands from {result.Settings.LowHertz:F0} Hz, {frontEnd.Coefficients} MFCC, {frontEnd.FeatureCount} features a frame.");
        var weights = model.Network is { } network ? network.Layers.Sum(layer => layer.Weights.Length) : model.Logistic.Sum(ofClass => ofClass.Weights.Length);
        var kind = result.Trained.Float is FloatNetwork floats ? $"A network of causal convolutions (taps x dilation x channels: {floats.Shape})" : "Logistic";
        card.Line($"* {kind}, {model.Context} frames of context ({model.LookAhead} after the frame that is judged), {weights} int8 weights.");
        if (model.Judge is { } judge)
        {
            card.Line($"* A judge of whole clips: {judge.Centres.Length} statistics of the clip's features, {judge.Classes.Sum(ofClass => ofClass.Weights.Length)} int8 weights.");
        }

        for (var c = 0; c < model.Labels.Length; c++)
        {
            var d = model.Decoders[c];
            card.Line($"* Events of {CardText.Escape(model.Labels[c])}: on {d.On / 256.0:F2}, off {d.Off / 256.0:F2}, split after a fall of {d.SplitFall / 256.0:F2} and a rise of {d.SplitRise / 256.0:F2} (logits); at least {d.MinimumLength} and {d.MinimumGap} frames apart; times shifted by {d.ShiftMs} ms.");
        }

        foreach (var line in cost.Split('\n'))
        {
            card.Line($"* {line}");
        }

        card.Line($"");
    }
}
