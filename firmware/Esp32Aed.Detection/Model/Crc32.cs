namespace Esp32Aed.Detection;

/// <summary>CRC-32 as in IEEE 802.3 and zip: reflected, polynomial 0xEDB88320, initial value and final XOR 0xFFFFFFFF.</summary>
public static class Crc32
{
    /// <summary>The checksum of a part of <paramref name="bytes"/>.</summary>
    public static uint Compute(byte[] bytes, int offset, int count)
    {
        var crc = 0xFFFFFFFFu;
        for (var end = offset + count; offset < end; offset++)
        {
            crc ^= bytes[offset];
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }
}
