using System.Text;

namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Net.Http.HttpContent</c>.</summary>
public abstract class HttpContent : IDisposable
{
    private protected HttpContent(byte[] body, string mediaType, long length)
    {
        Body = body;
        MediaType = mediaType;
        Headers = new HttpContentHeaders(length);
    }

    /// <summary>Headers of the body.</summary>
    public HttpContentHeaders Headers { get; }

    internal byte[] Body { get; }

    internal string MediaType { get; }

    /// <summary>The whole body.</summary>
    public virtual byte[] ReadAsByteArray() => Body;

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>nanoFramework's <c>System.Net.Http.StringContent</c>.</summary>
public sealed class StringContent : HttpContent
{
    /// <summary>Makes a body of text.</summary>
    public StringContent(string content, Encoding encoding, string mediaType)
        : this((encoding ?? Encoding.UTF8).GetBytes(content), mediaType)
    {
    }

    private StringContent(byte[] body, string mediaType)
        : base(body, mediaType, body.Length)
    {
    }
}
