namespace Esp32Aed.Cost.Prices;

/// <summary>What the evaluation stack tells apart.</summary>
public enum ValueKind
{
    /// <summary>References, pointers and structs.</summary>
    Other,

    /// <summary>Integers of up to 32 bits.</summary>
    Int32,

    /// <summary>64-bit integers.</summary>
    Int64,

    /// <summary>Floating point of 32 or 64 bits.</summary>
    Float,
}
