namespace Esp32Aed.Learning.Networks;

/// <summary>In which form a board runs a network. Every network runs in both; the form says which one's cost a budget limits.</summary>
public enum ClassifierForm
{
    /// <summary>Weights from the model file, three in a long; see <see cref="NetworkCost"/>.</summary>
    Packed,

    /// <summary>Weights written out as code by <c>aed generate</c>; see <see cref="GeneratedCost"/>.</summary>
    Generated,
}
