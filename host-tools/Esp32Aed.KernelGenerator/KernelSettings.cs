using Esp32Aed.Detection;

namespace Esp32Aed.KernelGenerator;

/// <summary>What a kernel is made for.</summary>
public sealed record KernelSettings
{
    /// <summary>Name of the class and, with it, of the file.</summary>
    public required string ClassName { get; init; }

    /// <summary>Samples in a second.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Samples in a frame, N; a power of two, 64 to 512.</summary>
    public required int FrameLength { get; init; }

    /// <summary>The B + 2 edges of the mel bands in bins, Q16; see <see cref="FrontEndSettings.MelEdges"/>.</summary>
    public required int[] MelEdges { get; init; }

    /// <summary>Numbers of MFCC that the kernel can give, rising.</summary>
    public required int[] Coefficients { get; init; }

    /// <summary>Number of mel bands, B.</summary>
    public int Bands => MelEdges.Length - 2;

    /// <summary>First bin that a band uses.</summary>
    public int FirstBin => (MelEdges[0] + 0xFFFF) >> 16;

    /// <summary>Last bin that a band uses.</summary>
    public int LastBin => ((MelEdges[^1] + 0xFFFF) >> 16) - 1;
}
