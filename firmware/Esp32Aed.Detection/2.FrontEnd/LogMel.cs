namespace Esp32Aed.Detection;

/// <summary>
/// Stage 5 of the front end: log2(energy + floor) - log2(floor) in Q10, that is bits above the floor. The floor hides what is too quiet to
/// matter; complete silence is exactly 0 in every band.
/// </summary>
public sealed class LogMel
{
    /// <summary>Fraction bits of a log-mel value.</summary>
    public const int FractionBits = 10;

    private const int TableBits = 8;

    private readonly int[] table;
    private readonly int floorLog2;

    /// <summary>Makes the stage and its table of log2(1 + i/256), Q20.</summary>
    /// <param name="floorLog2">log2 of the floor in units of <see cref="MelBands.Sum"/>, 1 to 60.</param>
    public LogMel(int floorLog2)
    {
        this.floorLog2 = floorLog2;
        table = new int[(1 << TableBits) + 1];
        for (var i = 0; i < 1 << TableBits; i++)
        {
            table[i] = FixedMath.Log2OfMantissa(FixedMath.One + ((long)i << (30 - TableBits)));
        }

        table[1 << TableBits] = 1 << 20;
    }

    /// <summary>Takes the logarithm of each band's energy.</summary>
    /// <param name="energies">B energies as <see cref="MelBands.Sum"/> gives them, 0 to 2^62.</param>
    /// <param name="logMel">Receives B values, Q10, 0 to 62 bits.</param>
    public void Apply(long[] energies, int[] logMel)
    {
        var floor = 1L << floorLog2;
        var zero = floorLog2 << FractionBits;
        for (var b = 0; b < logMel.Length; b++)
        {
            logMel[b] = ((Log2(energies[b] + floor) + (1 << 9)) >> 10) - zero;
        }
    }

    /// <summary>log2 of a positive value, Q20, error below 2^-17: leading bit, then a table with linear interpolation.</summary>
    private int Log2(long value)
    {
        var exponent = 0;
        var high = value;
        if (high >= 1L << 32)
        {
            high >>= 32;
            exponent = 32;
        }

        if (high >= 1L << 16)
        {
            high >>= 16;
            exponent += 16;
        }

        if (high >= 1L << 8)
        {
            high >>= 8;
            exponent += 8;
        }

        if (high >= 1L << 4)
        {
            high >>= 4;
            exponent += 4;
        }

        if (high >= 1L << 2)
        {
            high >>= 2;
            exponent += 2;
        }

        if (high >= 2)
        {
            exponent++;
        }

        var fraction = (int)((exponent >= 20 ? value >> (exponent - 20) : value << (20 - exponent)) & 0xFFFFF);
        var cell = fraction >> (20 - TableBits);
        var rest = fraction & ((1 << (20 - TableBits)) - 1);
        var low = table[cell];
        return (exponent << 20) + low + (((table[cell + 1] - low) * rest) >> (20 - TableBits));
    }
}
