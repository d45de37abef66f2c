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

    // 32 bands from 80 to 7840 Hz, the same at 16 kHz.
    private static readonly int[] Edges16k =
    [
        167772, 290809, 423101, 565343, 718284, 882729, 1059543, 1249656, 1454069, 1673856, 1910176, 2164270, 2437477,
        2731233, 3047085, 3386693, 3751846, 4144464, 4566614, 5020516, 5508559, 6033310, 6597532, 7204192, 7856483,
        8557837, 9311945, 10122773, 10994589, 11931980, 12939878, 14023586, 15188807, 16441672,
    ];

    /// <summary>Writes all of them.</summary>
    /// <returns>Path, below the folder of the firmware, and text of each file.</returns>
    public static IReadOnlyDictionary<string, string> Write() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Esp32Aed.Kernel8k/Kernel8k.g.cs"] = StraightKernel.Write(Settings("Kernel8k", 8000, 256, Edges8k)),
        ["Esp32Aed.Kernel16k/Kernel16k.g.cs"] = SplitKernel.Write(Settings("Kernel16k", 16000, 512, Edges16k)),
        ["Esp32Aed.Kernel16kEven/Kernel16kEven.g.cs"] = SplitKernel.WriteEven(Settings("Kernel16k", 16000, 512, Edges16k)),
        ["Esp32Aed.Kernel8kCompact/Kernel8kCompact.g.cs"] = CompactKernel.Write(Settings("Kernel8kCompact", 8000, 256, Edges8k)),
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
