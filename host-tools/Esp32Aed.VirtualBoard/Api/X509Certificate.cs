using System.Security.Cryptography;

namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Security.Cryptography.X509Certificates.X509Certificate</c>: PEM text.</summary>
public class X509Certificate
{
    /// <summary>Reads a certificate.</summary>
    /// <exception cref="CryptographicException">It is none.</exception>
    public X509Certificate(string certificate)
    {
        using var parsed = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(certificate);
        Pem = certificate;
    }

    /// <summary>The text it was made of.</summary>
    internal string Pem { get; }
}

/// <summary>nanoFramework's <c>X509Certificate2</c>: a certificate with its private key.</summary>
public sealed class X509Certificate2 : X509Certificate
{
    /// <summary>Reads a certificate and its key.</summary>
    /// <param name="rawData">The certificate, PEM.</param>
    /// <param name="key">The key, PEM.</param>
    /// <param name="password">Password of the key; only keys without one are understood here.</param>
    /// <exception cref="CryptographicException">They are no certificate and its key.</exception>
    public X509Certificate2(string rawData, string key, string password)
        : base(rawData)
    {
        if (!string.IsNullOrEmpty(password))
        {
            throw new NotSupportedException("The virtual board reads keys without a password only.");
        }

        using var parsed = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(rawData, key);
        KeyPem = key;
    }

    /// <summary>The key's text.</summary>
    internal string KeyPem { get; }
}
