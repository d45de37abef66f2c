namespace Esp32Aed.Cost.Prices;

/// <summary>Where a price comes from.</summary>
public enum PriceSource
{
    /// <summary>The list has a row for the operation.</summary>
    Measured,

    /// <summary>Taken or computed from the rows of its relatives; see <see cref="PriceList"/>.</summary>
    Relative,

    /// <summary>The list has nothing like it.</summary>
    Unknown,
}

/// <summary>What one execution of an IL operation costs.</summary>
/// <param name="Cost">Host instructions executed inside the interpreter.</param>
/// <param name="Source">Where the figure comes from.</param>
public readonly record struct Price(double Cost, PriceSource Source);
