using System.Numerics;
using Esp32Aed.Detection;

namespace Esp32Aed.ModelGenerator;

/// <summary>
/// The bits of a long in which one output's sum is kept. An offset is added so that it is never negative and borrows nothing from the lane above;
/// the bounds of the sum, from its weights, say how many bits that takes.
/// </summary>
internal sealed class Lane
{
    private const int LargestInput = 127;

    /// <summary>Activations further from 0 than this are not looked up in a table.</summary>
    private const int LargestLookedUp = 2048;

    private Lane(int output, long least, long most)
    {
        Output = output;
        Least = least;
        Most = most;
    }

    /// <summary>Index of the output.</summary>
    public int Output { get; }

    /// <summary>Smallest sum, in units of 2^shift, rounded down.</summary>
    public long Least { get; }

    /// <summary>Largest sum, in units of 2^shift, rounded down.</summary>
    public long Most { get; }

    /// <summary>What is added to the sum, in units of 2^shift.</summary>
    public long Zero { get; private set; }

    /// <summary>Number of bits.</summary>
    public int Width { get; private set; }

    /// <summary>The lowest bit; set when the lane gets its place in a word.</summary>
    public int Low { get; set; }

    /// <summary>The output can be looked up: its sum is never far from 0.</summary>
    public bool IsLookedUp => -Least < LargestLookedUp && Most < LargestLookedUp;

    /// <summary>The lane of an output of a layer, with the offset that it needs.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="output">The output.</param>
    /// <param name="isFirst">Inputs are features, -127 to 127; else they are activations, 0 to 127.</param>
    /// <param name="shift">Bits below the unit that matters.</param>
    public static Lane Of(ConvLayerWeights layer, int output, bool isFirst, int shift)
    {
        long least = layer.Biases[output];
        var most = least;
        var row = layer.Kernel * layer.Inputs;
        foreach (long weight in layer.Weights.AsSpan(output * row, row))
        {
            most += LargestInput * (isFirst ? Math.Abs(weight) : Math.Max(weight, 0));
            least += LargestInput * (isFirst ? -Math.Abs(weight) : Math.Min(weight, 0));
        }

        var lane = new Lane(output, least >> shift, most >> shift);
        lane.Offset(Math.Max(0, -lane.Least), shift);
        return lane;
    }

    /// <summary>Gives the lane another offset, no less than it needs.</summary>
    public void Offset(long zero, int shift)
    {
        Zero = zero;
        Width = shift + BitOperations.Log2((ulong)Math.Max(Most + zero, 1)) + 1;
    }
}
