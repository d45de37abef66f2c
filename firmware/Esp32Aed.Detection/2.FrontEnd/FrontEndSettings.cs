namespace Esp32Aed.Detection;

/// <summary>The part of a model file that fixes how sound becomes features.</summary>
public sealed class FrontEndSettings
{
    /// <summary>Samples in a second.</summary>
    public int SampleRate { get; set; }

    /// <summary>Samples in a frame, N; a power of two, 64 to 1024.</summary>
    public int FrameLength { get; set; }

    /// <summary>Samples from one frame to the next, N/4 to N.</summary>
    public int HopLength { get; set; }

    /// <summary>Edges of the B mel bands in bins, Q16: B + 2 rising values within 0.5 to N/2.</summary>
    public int[] MelEdges { get; set; }

    /// <summary>Number of MFCC; 0 when the classifier takes the B log-mel values.</summary>
    public int Coefficients { get; set; }

    /// <summary>log2 of the floor that is added to each band's energy, in units of <see cref="MelBands.Sum"/>.</summary>
    public int FloorLog2 { get; set; }

    /// <summary>Hearing range below the recent peak in bits, Q10; see <see cref="Detection.HearingRange"/>.</summary>
    public int HearingRange { get; set; }

    /// <summary>The recent peak before the first frame: log-mel, Q10.</summary>
    public int FirstPeak { get; set; }

    /// <summary>The recent peak falls by 1 / 2 to this power of its distance a frame.</summary>
    public int PeakFallShift { get; set; }

    /// <summary>Largest range of a silent frame; see <see cref="SilenceGate"/>.</summary>
    public int GateRange { get; set; }

    /// <summary>The running mean that normalises a value has a time constant of 2 to this power frames.</summary>
    public int MeanShift { get; set; }

    /// <summary>Whether one running mean, that of all values together, is subtracted from each, instead of its own.</summary>
    public bool HasSharedMean { get; set; }

    /// <summary>How many of the first normalised values give their positive part as a feature too.</summary>
    public int PositiveParts { get; set; }

    /// <summary>Values the front end gives for a frame, V.</summary>
    public int ValueCount => Coefficients > 0 ? Coefficients : MelEdges.Length - 2;

    /// <summary>Features of a frame, F; see <see cref="Normaliser.Features"/>.</summary>
    public int FeatureCount => ValueCount + PositiveParts + (Coefficients > 0 ? 2 : 1);
}
