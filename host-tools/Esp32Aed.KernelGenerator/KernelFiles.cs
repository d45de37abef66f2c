namespace Esp32Aed.KernelGenerator;

/// <summary>The kernels that the firmware carries.</summary>
public static class KernelFiles
{
    // 24 bands from 80 to 3920 Hz, as aed train makes them at 8 kHz; bins of 31.25 Hz, Q16.
    private static readonly int[] Edges8k =
    [
        167772, 288406, 417935, 557018, 706357, 866709, 1038887, 1223763, 1422272, 1635421, 1864289, 2110035, 2373904,
        2657233, 2961456, 3288115, 3638864, 4015479, 4419869, 4854081, 5320315, 5820932, 6358469, 6935646, 7555389, 8220836,
    ];

    /// <summary>Writes all of them.</summary>
    /// <returns>Path, below the folder of the firmware, and text of each file.</returns>
    public static IReadOnlyDictionary<string, string> Write() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Esp32Aed.Kernel8k/Kernel8k.g.cs"] = KernelWriter.Write(Settings("Kernel8k", 8000, 256, Edges8k)),
    };

    private static KernelSettings Settings(string className, int sampleRate, int frameLength, int[] edges) => new()
    {
        ClassName = className,
        SampleRate = sampleRate,
        FrameLength = frameLength,
        MelEdges = edges,
        Coefficients = [8, 13],
    };
}
