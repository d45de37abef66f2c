namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Net.Http.Headers.HttpContentHeaders</c>.</summary>
public sealed class HttpContentHeaders
{
    internal HttpContentHeaders(long contentLength) => ContentLength = contentLength;

    /// <summary>Bytes of the body, or -1 where the sender does not tell.</summary>
    public long ContentLength { get; }
}

/// <summary>The body of an answer, which is read when it is asked for.</summary>
internal sealed class ReceivedContent(System.Net.Http.HttpResponseMessage response, TimeSpan timeout)
    : HttpContent([], string.Empty, response.Content.Headers.ContentLength ?? -1)
{
    /// <inheritdoc/>
    public override byte[] ReadAsByteArray()
    {
        using var patience = new System.Threading.CancellationTokenSource(timeout);
        try
        {
            return Task.Run(() => response.Content.ReadAsByteArrayAsync(patience.Token)).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e)
        {
            throw new System.Net.Http.HttpRequestException("The server did not finish its answer in time", e);
        }
    }
}
