using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Esp32Aed.VirtualBoard.Api;

/// <summary>Checks a server's certificate as mbed TLS does on the board: by the authority it is given, by name, and by the board's clock.</summary>
internal sealed class ServerCheck(Board board, X509Certificate? authority)
{
    /// <summary>What is wrong with the certificate that was checked last, or null.</summary>
    public string? Fault { get; private set; }

    public bool Accepts(object sender, System.Security.Cryptography.X509Certificates.X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Fault = FaultOf(certificate, errors);
        return Fault is null;
    }

    private string? FaultOf(System.Security.Cryptography.X509Certificates.X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "the server has no certificate";
        }

        if (authority is null)
        {
            return "the board keeps no authority's certificate";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "the certificate does not name this host";
        }

        using var trusted = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(authority.Pem);
        using var own = new System.Security.Cryptography.X509Certificates.X509Certificate2(certificate);
        using var path = new X509Chain();
        path.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        path.ChainPolicy.CustomTrustStore.Add(trusted);
        path.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        path.ChainPolicy.DisableCertificateDownloads = true;
        path.ChainPolicy.VerificationTime = board.UtcNow;
        path.ChainPolicy.VerificationTimeIgnored = false;
        return path.Build(own) ? null : string.Join(", ", path.ChainStatus.Select(s => s.Status.ToString()).Distinct());
    }

    /// <summary>The exception of a failed handshake.</summary>
    public AuthenticationException Refusal() => new("TLS handshake failed, " + Fault);
}
