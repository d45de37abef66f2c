namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Net.Http.HttpRequestMessage</c>.</summary>
public sealed class HttpRequestMessage : IDisposable
{
    /// <summary>Makes a request.</summary>
    public HttpRequestMessage(System.Net.Http.HttpMethod method, string requestUri)
    {
        Method = method;
        RequestUri = new Uri(requestUri);
    }

    /// <summary>What is to be done.</summary>
    public System.Net.Http.HttpMethod Method { get; }

    /// <summary>Where.</summary>
    public Uri RequestUri { get; }

    /// <summary>The body, or null.</summary>
    public HttpContent? Content { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Content?.Dispose();
}
