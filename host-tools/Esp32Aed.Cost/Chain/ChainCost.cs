namespace Esp32Aed.Cost.Chain;

/// <summary>What one stage of the chain costs.</summary>
/// <param name="Name">One of <see cref="Stage.All"/>.</param>
/// <param name="Operations">IL operations it executed over all frames.</param>
/// <param name="Cost">Their cost in interpreter instructions.</param>
public sealed record StageCost(string Name, long Operations, double Cost);

/// <summary>A method of the firmware.</summary>
/// <param name="Assembly">Its assembly.</param>
/// <param name="Name">Type and name.</param>
/// <param name="IlBytes">Size of its IL, as the C# compiler wrote it; a board's encoding is a little shorter.</param>
/// <param name="Operations">IL operations it executed over all frames.</param>
public sealed record MethodCost(string Assembly, string Name, int IlBytes, long Operations);

/// <summary>What a chain costs: counted, over all frames of a sound.</summary>
public sealed record ChainCost
{
    /// <summary>Frames that were run.</summary>
    public required int Frames { get; init; }

    /// <summary>Time from one frame to the next, ms.</summary>
    public required double HopMs { get; init; }

    /// <summary>Name of the spectral kernel that ran, or null.</summary>
    public string? Kernel { get; init; }

    /// <summary>Stages that executed anything, in the order of the chain.</summary>
    public required IReadOnlyList<StageCost> Stages { get; init; }

    /// <summary>All methods of the assemblies of which anything ran.</summary>
    public required IReadOnlyList<MethodCost> Methods { get; init; }

    /// <summary>IL operations over all frames: counted block by block, not summed from the stages.</summary>
    public required long Operations { get; init; }

    /// <summary>IL operations of the dearest frame.</summary>
    public required long WorstFrame { get; init; }

    /// <summary>IL operations once at the end of a clip; 0 for a chain that detects events. They are in no other figure.</summary>
    public long EndOperations { get; init; }

    /// <summary>Executed IL operations that the price list knows nothing of.</summary>
    public required long UnknownOperations { get; init; }

    /// <summary>Estimated managed heap of the chain with its model, bytes; see <see cref="HeapSize"/>.</summary>
    public required int HeapBytes { get; init; }

    /// <summary>Estimated managed heap of the buffers between microphone and chain, bytes.</summary>
    public required int BufferBytes { get; init; }

    /// <summary>IL operations a frame, on average.</summary>
    public double IlPerFrame => (double)Operations / Frames;

    /// <summary>Interpreter instructions a frame, on average.</summary>
    public double CostPerFrame => Stages.Sum(stage => stage.Cost) / Frames;

    /// <summary>IL bytes of the assemblies of which anything ran, whole: what a board must hold.</summary>
    public int CodeBytes => Methods.Sum(method => method.IlBytes);

    /// <summary>IL bytes of the methods that ran: what competes for the flash cache.</summary>
    public int RunningCodeBytes => Methods.Where(method => method.Operations > 0).Sum(method => method.IlBytes);

    /// <summary>IL bytes of each assembly.</summary>
    public IReadOnlyDictionary<string, int> AssemblyBytes =>
        Methods.GroupBy(method => method.Assembly, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(method => method.IlBytes), StringComparer.Ordinal);
}
