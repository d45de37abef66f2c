namespace Esp32Aed.Detection;

/// <summary>One class of a logistic classifier.</summary>
public sealed class LogisticWeights
{
    /// <summary>int8 weights, context * features of them: oldest frame first, within a frame in the order of the features.</summary>
    public sbyte[] Weights { get; set; }

    /// <summary>Added to the sum of weight * feature.</summary>
    public int Bias { get; set; }

    /// <summary>Q8 logit per unit of the sum, Q16.</summary>
    public int Scale { get; set; }
}
