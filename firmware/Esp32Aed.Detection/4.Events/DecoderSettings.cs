namespace Esp32Aed.Detection;

/// <summary>How one class's logits become events; see <see cref="EventDecoder"/>. Logits are Q8.</summary>
public sealed class DecoderSettings
{
    /// <summary>An event starts at or above this logit.</summary>
    public int On { get; set; }

    /// <summary>No logit is enough: the class stands for sounds that are not to be counted.</summary>
    public bool NeverOpens => On == short.MaxValue;

    /// <summary>An event ends below this logit, which is at most <see cref="On"/>.</summary>
    public int Off { get; set; }

    /// <summary>Frames an event must last.</summary>
    public int MinimumLength { get; set; }

    /// <summary>An event that starts fewer frames than this after the last one's end continues it.</summary>
    public int MinimumGap { get; set; }

    /// <summary>Fall from the peak that opens a valley between touching events.</summary>
    public int SplitFall { get; set; }

    /// <summary>Rise from the valley that starts the next event.</summary>
    public int SplitRise { get; set; }

    /// <summary>s: a logit is replaced by a running mean that moves by 1 / 2^s of its distance a frame; 0 leaves it as it is.</summary>
    public int Smoothing { get; set; }

    /// <summary>Added to event times, in milliseconds: the median distance from the first frame above the threshold to the labelled onset.</summary>
    public int ShiftMs { get; set; }
}
