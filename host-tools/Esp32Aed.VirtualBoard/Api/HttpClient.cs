using System.Net.Http.Headers;
using System.Text;

namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Net.Http.HttpClient</c>: synchronous, without redirects and proxies, to a real server.</summary>
public sealed class HttpClient : IDisposable
{
    private readonly Board board = Board.Current;
    private readonly System.Net.Http.HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>Headers of all requests.</summary>
    public HttpRequestHeaders DefaultRequestHeaders { get; } = new();

    /// <summary>Longest wait for an answer.</summary>
    public TimeSpan Timeout
    {
        get => client.Timeout;
        set => client.Timeout = value;
    }

    /// <summary>Posts a body and waits for the answer.</summary>
    /// <exception cref="HttpRequestException">There is no network, no server or no answer.</exception>
    public HttpResponseMessage Post(string requestUri, HttpContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        board.Clock.ThrowIfOff();
        if (!board.IsNetworkUp)
        {
            throw new HttpRequestException("An error occurred while sending the request");
        }

        using var request = new System.Net.Http.HttpRequestMessage(HttpMethod.Post, requestUri) { Content = new ByteArrayContent(content.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(content.MediaType, "utf-8");
        foreach (var (name, value) in DefaultRequestHeaders.All)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = client.Send(request);
            if (response.IsSuccessStatusCode)
            {
                board.Confirm(new BoardPost(requestUri, Encoding.UTF8.GetString(content.Body)));
            }

            return new HttpResponseMessage(response.StatusCode);
        }
        catch (TaskCanceledException e)
        {
            throw new HttpRequestException("The server did not answer in time", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}

/// <summary>nanoFramework's <c>System.Net.Http.Headers.HttpRequestHeaders</c>.</summary>
public sealed class HttpRequestHeaders
{
    internal List<(string Name, string Value)> All { get; } = [];

    /// <summary>Adds a header.</summary>
    public void Add(string name, string value) => All.Add((name, value));
}
