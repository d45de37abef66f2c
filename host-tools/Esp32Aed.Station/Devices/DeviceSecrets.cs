using System.Security.Cryptography;
using System.Text;

namespace Esp32Aed.Station;

/// <summary>What a device posts and is updated with: a bearer token, of which the station keeps only the hash, and an HMAC key.</summary>
/// <param name="Token">43 characters of A-Z, a-z, 0-9, - and _: 256 random bits.</param>
/// <param name="Key">64 hexadecimal digits: 256 random bits.</param>
public sealed record DeviceSecrets(string Token, string Key)
{
    /// <summary>Makes new ones.</summary>
    public static DeviceSecrets Make() => new(NewToken(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Makes a token: 43 characters of A-Z, a-z, 0-9, - and _ for 256 random bits.</summary>
    public static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>SHA-256 of a token, hexadecimal: enough to know it again, for tokens are random.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Tells nothing secret.</summary>
    public override string ToString() => nameof(DeviceSecrets);
}
