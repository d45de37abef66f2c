using System.Net;

namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Net.Http.HttpResponseMessage</c>.</summary>
public sealed class HttpResponseMessage : IDisposable
{
    private readonly System.Net.Http.HttpResponseMessage? response;

    /// <summary>Makes an answer.</summary>
    public HttpResponseMessage(HttpStatusCode statusCode) => StatusCode = statusCode;

    internal HttpResponseMessage(System.Net.Http.HttpResponseMessage response, TimeSpan timeout)
        : this(response.StatusCode)
    {
        this.response = response;
        Content = new ReceivedContent(response, timeout);
    }

    /// <summary>Body of the answer, or null where none was asked for.</summary>
    public HttpContent? Content { get; }

    /// <summary>Status of the answer.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The status is one from 200 to 299.</summary>
    public bool IsSuccessStatusCode => (int)StatusCode is >= 200 and <= 299;

    /// <inheritdoc/>
    public void Dispose() => response?.Dispose();
}
