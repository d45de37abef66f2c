namespace Esp32Aed.Sensor;

/// <summary>[http]: the server that takes records as JSON.</summary>
public sealed class HttpSettings
{
    internal static readonly string[] Keys = { "http.url", "http.ca" };

    internal static readonly string[] SecretKeys = { "http.token" };

    private HttpSettings()
    {
    }

    /// <summary>Address that records are posted to, or null where none is named.</summary>
    public string Url { get; private set; }

    /// <summary>Bearer token, or null. A secret.</summary>
    public string Token { get; private set; }

    /// <summary>File on drive <c>I:</c> with the authority's certificate (PEM), or null.</summary>
    public string CaFile { get; private set; }

    internal static HttpSettings Read(SettingsFile file, SettingsFile secrets, bool isUsed) => new HttpSettings
    {
        Url = file.WebAddress("http", "url", "http://192.168.1.10:8080/counts", isUsed),
        CaFile = file.AuthorityOf("http"),
        Token = SettingsFile.SecretOf(secrets, "http", "token"),
    };
}
