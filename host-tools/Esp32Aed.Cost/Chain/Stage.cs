using Esp32Aed.Cost.Counting;

namespace Esp32Aed.Cost.Chain;

/// <summary>The stages of the detection chain as the costs are told by. A method belongs to the stage of its type.</summary>
public static class Stage
{
    /// <summary>What leads from stage to stage: the chain, the front end, and what they ask of the model.</summary>
    public const string Glue = "chain";

    /// <summary>A spectral kernel that computes several stages in one method.</summary>
    public const string Kernel = "kernel";

    /// <summary>The judge of whole clips.</summary>
    public const string Judge = "judge";

    /// <summary>What no stage is known of; nothing, as long as this list is kept.</summary>
    public const string Other = "other";

    private const string KernelBase = "SpectralKernel";

    private static readonly (string Type, string Name)[] OfTypes =
    [
        ("StereoBytes", "ingest"),
        ("StereoFrame", "frame"),
        ("SilenceGate", "gate"),
        (KernelBase, Kernel),
        ("Kernel16kEven", Kernel),
        ("HannWindow", "window"),
        ("RealFft", "fft"),
        ("PowerSpectrum", "power"),
        ("MelBands", "mel"),
        ("LogMel", "log"),
        ("HearingRange", "hearing"),
        ("Dct", "dct"),
        ("Normaliser", "normaliser"),
        ("FeatureQuantiser", "quantiser"),
        ("Classifier", "classifier"),
        ("PackedMatrix", "classifier"),
        ("LogisticClassifier", "classifier"),
        ("LogisticWeights", "classifier"),
        ("GeneratedClassifier", "classifier"),
        ("GeneratedModel", "classifier"),
        ("ConvClassifier", "classifier"),
        ("ConvLayer", "classifier"),
        ("ConvLayerWeights", "classifier"),
        ("ConvNetwork", "classifier"),
        ("ClipStatistics", Judge),
        ("ClipJudge", Judge),
        ("EventDecoder", "decoder"),
        ("Tally", "tally"),
        ("DetectionChain", Glue),
        ("ClipChain", Glue),
        ("SoundChain", Glue),
        ("FrontEnd", Glue),
        ("TextbookSpectrum", Glue),
        ("Model", Glue),
        ("FrontEndSettings", Glue),
    ];

    /// <summary>All names, in the order of the chain.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfTypes.Select(known => known.Name).Distinct(StringComparer.Ordinal), Other];

    /// <summary>
    /// The stage of a method. In a kernel (a type derived from <c>SpectralKernel</c>) a method that is named as a stage, such as <c>Dct</c>,
    /// belongs to it.
    /// </summary>
    public static string Of(CountedMethod method)
    {
        if (IsOfKernel(method))
        {
            return All.FirstOrDefault(name => name.Equals(method.Name, StringComparison.OrdinalIgnoreCase)) ?? Kernel;
        }

        return OfTypes.FirstOrDefault(known => known.Type.Equals(method.Type, StringComparison.Ordinal)).Name ?? Other;
    }

    /// <summary>Whether a method is one of a spectral kernel.</summary>
    public static bool IsOfKernel(CountedMethod method) => string.Equals(method.BaseType, KernelBase, StringComparison.Ordinal);
}
