using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Esp32Aed.Tests;

/// <summary>A certificate made for a test, with its private key.</summary>
internal sealed class TestCertificate
{
    private readonly X509Certificate2 certificate;

    private TestCertificate(X509Certificate2 certificate) => this.certificate = certificate;

    /// <summary>The certificate, PEM.</summary>
    public string Pem => certificate.ExportCertificatePem();

    /// <summary>Its private key, PEM.</summary>
    public string KeyPem => certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem();

    /// <summary>The certificate for a server of .NET.</summary>
    public X509Certificate2 ForServer => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);

    /// <summary>Makes an authority.</summary>
    public static TestCertificate Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return new TestCertificate(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-20), DateTimeOffset.UtcNow.AddDays(20)));
    }

    /// <summary>Signs a certificate.</summary>
    /// <param name="host">Host name or address that it names.</param>
    /// <param name="days">Days from now to its end; it began ten days ago.</param>
    public TestCertificate Sign(string host, double days = 10)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(certificate, DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(days), RandomNumberGenerator.GetBytes(8));
        return new TestCertificate(signed.CopyWithPrivateKey(key));
    }
}
