using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Errors;

/// <summary>How a found event and a labelled one can fail to be the same.</summary>
public enum ErrorKind
{
    /// <summary>A labelled event without a found one.</summary>
    Miss,

    /// <summary>A found event without a labelled one.</summary>
    FalseAlarm,
}

/// <summary>A labelled event that was not found, or a found one that is not labelled.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Label">The class.</param>
/// <param name="Recording">The recording, as its data set names it.</param>
/// <param name="Onset">Seconds since the start of the recording; of a miss the labelled onset, of a false alarm the found one.</param>
/// <param name="Offset">Seconds.</param>
/// <param name="Peak">
/// Of a false alarm its largest score; of a miss the largest score with which an event could have begun within the collar. A logit,
/// smoothed if the model says so.
/// </param>
/// <param name="Threshold">The score from which on an event begins, a logit.</param>
/// <param name="Nearest">
/// Seconds from the onset to the nearest onset of the class on the other side (found for a miss, labelled for a false alarm), negative when it is
/// earlier; null when none is within a second.
/// </param>
/// <param name="MistakenFor">The other class that was found, or is labelled, within the collar; null if there is none.</param>
public sealed record DetectionError(
    ErrorKind Kind, string Label, string Recording, double Onset, double Offset, double Peak, double Threshold, double? Nearest, string? MistakenFor)
{
    /// <summary>How far the peak lies above the threshold: the surer of a mistake the model was, the larger it is for a false alarm and the smaller for a miss.</summary>
    public double Margin => Peak - Threshold;

    /// <summary>How sure the model was of its mistake.</summary>
    public double Confidence => Kind == ErrorKind.Miss ? -Margin : Margin;
}

/// <summary>An error with what is to be seen and heard of it.</summary>
/// <param name="Error">The error.</param>
/// <param name="Clip">The sound around it.</param>
public sealed record ErrorClip(DetectionError Error, SoundClip Clip);

/// <summary>Some seconds of a recording, and what a model made of them for one class.</summary>
/// <param name="Start">Where in the recording it starts, seconds.</param>
/// <param name="Samples">The sound, 16 bit at <paramref name="SampleRate"/>.</param>
/// <param name="SampleRate">Samples in a second.</param>
/// <param name="HopSeconds">From one frame to the next.</param>
/// <param name="LogMel">[frame][band], Q10 bits above the floor, in the hearing range; the first frame begins at <paramref name="Start"/>.</param>
/// <param name="LowHertz">Lower edge of the first band.</param>
/// <param name="HighHertz">Upper edge of the last band.</param>
/// <param name="Scores">Scores within the clip with the time, in seconds of the recording, at which an event that began with them would be reported.</param>
/// <param name="On">An event begins at or above this score, a logit.</param>
/// <param name="Off">It ends below this one.</param>
/// <param name="True">Labelled events of all classes that reach into the clip.</param>
/// <param name="Found">Found ones.</param>
public sealed record SoundClip(
    double Start,
    short[] Samples,
    int SampleRate,
    double HopSeconds,
    IReadOnlyList<ushort[]> LogMel,
    double LowHertz,
    double HighHertz,
    IReadOnlyList<(double Time, double Score)> Scores,
    double On,
    double Off,
    IReadOnlyList<LabelledEvent> True,
    IReadOnlyList<LabelledEvent> Found)
{
    /// <summary>Length in seconds.</summary>
    public double Seconds => (double)Samples.Length / SampleRate;
}
