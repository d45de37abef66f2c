using System.Text;

namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Net.Http.HttpContent</c>.</summary>
public abstract class HttpContent : IDisposable
{
    private protected HttpContent(byte[] body, string mediaType)
    {
        Body = body;
        MediaType = mediaType;
    }

    internal byte[] Body { get; }

    internal string MediaType { get; }

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>nanoFramework's <c>System.Net.Http.StringContent</c>.</summary>
public sealed class StringContent : HttpContent
{
    /// <summary>Makes a body of text.</summary>
    public StringContent(string content, Encoding encoding, string mediaType)
        : base((encoding ?? Encoding.UTF8).GetBytes(content), mediaType)
    {
    }
}
