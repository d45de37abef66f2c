namespace Esp32Aed.Cost.Chain;

/// <summary>Which chain is measured.</summary>
public enum ChainVariant
{
    /// <summary>The chain as the sensor runs it.</summary>
    Deployed,

    /// <summary>The same with the front end's plain textbook stages: the yardstick.</summary>
    Textbook,
}
