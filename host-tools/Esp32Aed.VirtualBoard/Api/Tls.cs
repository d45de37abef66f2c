namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Net.Security.SslProtocols</c>.</summary>
public enum SslProtocols
{
    /// <summary>Left to the board.</summary>
    None = 0,

    /// <summary>TLS 1.2.</summary>
    Tls12 = 3072,

    /// <summary>TLS 1.3.</summary>
    Tls13 = 12288,
}

/// <summary>nanoFramework's <c>System.Net.Security.SslVerification</c>.</summary>
public enum SslVerification
{
    /// <summary>Nothing is checked.</summary>
    NoVerification = 1,

    /// <summary>On the board this checks nothing either.</summary>
    VerifyPeer = 2,

    /// <summary>The server's certificate is checked.</summary>
    CertificateRequired = 4,
}
