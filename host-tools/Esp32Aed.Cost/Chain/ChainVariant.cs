namespace Esp32Aed.Cost.Chain;

/// <summary>Which chain is measured: what computes the front end's spectral values.</summary>
public enum ChainVariant
{
    /// <summary>The kernels in straight-line code: what the sensor runs unless it is told otherwise.</summary>
    Straight,

    /// <summary>The kernels in less code, where there is one: the same bits, more operations.</summary>
    Compact,

    /// <summary>Plain textbook stages, whatever the settings: the yardstick.</summary>
    Textbook,
}
