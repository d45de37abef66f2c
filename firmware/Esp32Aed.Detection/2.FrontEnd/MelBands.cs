namespace Esp32Aed.Detection;

/// <summary>
/// Stage 4 of the front end: triangular bands of peak 1 between edges that the model gives. Each bin lies between two edges; its power
/// goes to the rising band with weight w and to the falling one with 1 - w, so one multiplication a bin is enough.
/// </summary>
public sealed class MelBands
{
    /// <summary>Right shift of a power before it is weighted; see <see cref="Sum"/>.</summary>
    public const int PowerShift = 6;

    /// <summary>Fraction bits of a weight.</summary>
    public const int WeightBits = 12;

    private readonly int[] segmentStart;
    private readonly int[] weights;

    /// <summary>Makes the bands.</summary>
    /// <param name="edges">B + 2 rising edges in bins, Q16: band b rises from edge b to b + 1 and falls to b + 2.</param>
    public MelBands(int[] edges)
    {
        Count = edges.Length - 2;
        segmentStart = new int[edges.Length];
        for (var e = 0; e < edges.Length; e++)
        {
            segmentStart[e] = (edges[e] + 0xFFFF) >> 16;
        }

        FirstBin = segmentStart[0];
        LastBin = segmentStart[edges.Length - 1] - 1;
        weights = new int[LastBin + 1];
        for (var segment = 0; segment <= Count; segment++)
        {
            long width = edges[segment + 1] - edges[segment];
            for (var k = segmentStart[segment]; k < segmentStart[segment + 1]; k++)
            {
                long above = (k << 16) - edges[segment];
                weights[k] = (int)(((above << WeightBits) + (width >> 1)) / width);
            }
        }
    }

    /// <summary>Number of bands, B.</summary>
    public int Count { get; }

    /// <summary>First bin that any band uses.</summary>
    public int FirstBin { get; }

    /// <summary>Last bin that any band uses.</summary>
    public int LastBin { get; }

    /// <summary>Sums the powers under each triangle.</summary>
    /// <param name="power">Power of bins <see cref="FirstBin"/> to <see cref="LastBin"/>.</param>
    /// <param name="energies">Receives B energies: power / 2^6 in Q12, below 2^62.</param>
    public void Sum(long[] power, long[] energies)
    {
        var w = weights;
        var bands = energies.Length;
        var k = segmentStart[0];
        for (var segment = 0; segment <= bands; segment++)
        {
            long all = 0;
            long rising = 0;
            for (var end = segmentStart[segment + 1]; k < end; k++)
            {
                var p = power[k] >> PowerShift;
                all += p;
                rising += p * w[k];
            }

            if (segment < bands)
            {
                energies[segment] = rising;
            }

            if (segment > 0)
            {
                energies[segment - 1] += (all << WeightBits) - rising;
            }
        }
    }
}
