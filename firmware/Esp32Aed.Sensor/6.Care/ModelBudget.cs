using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>
/// What a model would take of a board, estimated from its shape. The figures are those that <c>aed cost</c> prints (a test holds them together): front end 22,500
/// IL operations a frame with the dearer kernel for 8 kHz, 36,000 with the one for 16 kHz, textbook stages 40 N log2 N and 25 for each product
/// of the DCT; classifier 5 a weight; 45 a feature; 60 a class, 550 where it is logistic. Heap: 9 bytes a weight, and tables; for a judge of
/// clips 8 a statistic, and one a weight; a sensor that counts clips takes less than one that counts events, for it has no network at work.
/// </summary>
public sealed class ModelBudget
{
    /// <summary>IL operations in a second at 240 MHz, as planned with.</summary>
    public const int OperationsPerSecond = 2400000;

    /// <summary>Largest share of the processor, percent.</summary>
    public const int MostPercent = 80;

    /// <summary>Largest heap of a model with its chain, bytes: what 112 KiB leave beside microphone, connection and program.</summary>
    public const int MostHeapBytes = 56 * 1024;

    private const int Kernel8kOperations = 22500;
    private const int Kernel16kOperations = 36000;
    private const int ChainOperations = 600;

    private readonly Model model;

    /// <summary>Estimates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="kernels">The kernels that the application carries.</param>
    public ModelBudget(Model model, SpectralKernel[] kernels)
    {
        this.model = model;
        var hasKernel = false;
        foreach (var kernel in kernels)
        {
            hasKernel |= kernel.Fits(model.FrontEnd);
        }

        var weights = CountWeights();
        var frontEnd = model.FrontEnd;
        Operations = (hasKernel ? KernelOperations() : TextbookOperations())
            + (5 * weights) + (45 * frontEnd.FeatureCount) + ((model.Network == null ? 550 : 60) * model.Labels.Length) + ChainOperations;
        HeapBytes = 17500 + (9 * weights) + (80 * frontEnd.FeatureCount) + (16 * frontEnd.Coefficients * (frontEnd.MelEdges.Length - 2))
            + (hasKernel ? 0 : 16 * frontEnd.FrameLength)
            + (model.Judge == null ? 0 : ClipStatistics.CountOf(frontEnd) * (model.Labels.Length + 8));
    }

    /// <summary>IL operations of a frame.</summary>
    public int Operations { get; }

    /// <summary>Bytes of managed heap.</summary>
    public int HeapBytes { get; }

    /// <summary>Share of the processor that listening would take, percent.</summary>
    public int LoadPercent => (int)((long)Operations * model.SampleRate * 100 / ((long)OperationsPerSecond * model.HopLength));

    /// <summary>Refuses a model that the board can't run all the time.</summary>
    /// <exception cref="UpdateException">It takes too much time or memory.</exception>
    public void Require()
    {
        if (LoadPercent > MostPercent)
        {
            throw new UpdateException("it would take " + LoadPercent.ToString() + " % of the processor, and at most " + MostPercent.ToString() + " are to spare");
        }

        if (HeapBytes > MostHeapBytes)
        {
            throw new UpdateException("it would take " + HeapBytes.ToString() + " bytes of memory, and at most " + MostHeapBytes.ToString() + " are to spare");
        }
    }

    private int KernelOperations() => model.FrontEnd.FrameLength <= 256 ? Kernel8kOperations : Kernel16kOperations;

    private int TextbookOperations()
    {
        var length = model.FrontEnd.FrameLength;
        var log2 = 0;
        while (1 << log2 < length)
        {
            log2++;
        }

        return (40 * length * log2) + (25 * model.FrontEnd.Coefficients * (model.FrontEnd.MelEdges.Length - 2));
    }

    private int CountWeights()
    {
        var count = 0;
        if (model.Logistic != null)
        {
            foreach (var weights in model.Logistic)
            {
                count += weights.Weights.Length;
            }
        }
        else
        {
            foreach (var layer in model.Network.Layers)
            {
                count += layer.Weights.Length;
            }
        }

        return count;
    }
}
