using System.Globalization;
using System.Security.Cryptography;

namespace Esp32Aed.Station;

/// <summary>Passwords as <c>pbkdf2-sha256$ROUNDS$SALT$HASH</c>: PBKDF2 with HMAC-SHA-256, 600,000 rounds (OWASP Password Storage Cheat Sheet), 16 random bytes of salt.</summary>
internal static class PasswordHash
{
    private const string Name = "pbkdf2-sha256";
    private const int Rounds = 600_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>Hashes a password with a new salt.</summary>
    public static string Make(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Name}${Rounds}${Convert.ToHexStringLower(salt)}${Convert.ToHexStringLower(Of(password, salt, Rounds))}");
    }

    /// <summary>Whether this is the password that was hashed.</summary>
    public static bool Fits(string password, string hash) =>
        hash.Split('$') is [Name, var rounds, var salt, var expected]
        && CryptographicOperations.FixedTimeEquals(
            Of(password, Convert.FromHexString(salt), int.Parse(rounds, CultureInfo.InvariantCulture)), Convert.FromHexString(expected));

    private static byte[] Of(string password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
