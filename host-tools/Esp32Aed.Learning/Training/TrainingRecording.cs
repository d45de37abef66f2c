using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>A labelled recording, as the trainer takes it.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Group">Recordings of one group never stand on both sides of a split.</param>
/// <param name="Samples">16-bit samples at the model's rate.</param>
/// <param name="Seconds">Length.</param>
/// <param name="Events">What is to be heard in it.</param>
public sealed record TrainingRecording(string Name, string Group, short[] Samples, double Seconds, IReadOnlyList<LabelledEvent> Events);
