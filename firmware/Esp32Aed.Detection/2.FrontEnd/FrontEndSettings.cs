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

    /// <summary>Largest range of a silent frame; see <see cref="SilenceGate"/>.</summary>
    public int GateRange { get; set; }

    /// <summary>The running mean that normalises a value has a time constant of 2 to this power frames.</summary>
    public int MeanShift { get; set; }

    /// <summary>Values the front end gives for a frame.</summary>
    public int ValueCount => Coefficients > 0 ? Coefficients : MelEdges.Length - 2;
}
