namespace Esp32Aed.Deployment.Console;

/// <summary>The checksum of the Wire Protocol (nf-interpreter, <c>SUPPORT_ComputeCRC</c>): CRC-32 from the high bit, polynomial 04C11DB7, from 0.</summary>
internal static class WireCrc
{
    private const uint Polynomial = 0x04C11DB7;
    private const uint HighBit = 0x80000000;
    private const int BitsOfAByte = 8;
    private const int TopByte = 24;

    /// <summary>Computes it.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        foreach (var value in bytes)
        {
            sum ^= (uint)value << TopByte;
            for (var bit = 0; bit < BitsOfAByte; bit++)
            {
                sum = (sum & HighBit) != 0 ? (sum << 1) ^ Polynomial : sum << 1;
            }
        }

        return sum;
    }
}
