using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;

namespace Esp32Aed.VirtualBoard.Api;

/// <summary>
/// nanoFramework's <c>System.Net.Http.HttpClient</c>: synchronous, without redirects and proxies, to a real server. On a board with a
/// clock of its own a request takes no time but what the network's faults say, and a server that really does not answer is given up after
/// ten seconds at the earliest.
/// </summary>
public sealed class HttpClient : IDisposable
{
    private static readonly TimeSpan LeastRealPatience = TimeSpan.FromSeconds(10);

    private readonly Board board = Board.Current;
    private System.Net.Http.HttpClient? client;
    private ServerCheck? check;

    /// <summary>Headers of all requests.</summary>
    public HttpRequestHeaders DefaultRequestHeaders { get; } = new();

    /// <summary>Longest wait for an answer.</summary>
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Certificate of the authority that must have signed the server's.</summary>
    public X509Certificate? HttpsAuthentCert { get; set; }

    /// <summary>Versions of TLS.</summary>
    public SslProtocols SslProtocols { get; set; } = SslProtocols.Tls12;

    /// <summary>How the server's certificate is checked; anything but <see cref="SslVerification.CertificateRequired"/> would let all pass on the board, and is refused here.</summary>
    public SslVerification SslVerification { get; set; } = SslVerification.CertificateRequired;

    /// <summary>Posts a body and waits for the answer.</summary>
    /// <exception cref="HttpRequestException">There is no network, no server or no answer.</exception>
    public HttpResponseMessage Post(string requestUri, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, requestUri) { Content = content };
        return Send(request, HttpCompletionOption.ResponseContentRead);
    }

    /// <summary>Asks for a resource.</summary>
    /// <param name="requestUri">Its address.</param>
    /// <param name="completionOption">Whether the body is read at once.</param>
    /// <exception cref="HttpRequestException">There is no network, no server or no answer.</exception>
    public HttpResponseMessage Get(string requestUri, HttpCompletionOption completionOption)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, requestUri);
        return Send(request, completionOption);
    }

    /// <summary>Sends a request and waits for the answer, or for its headers.</summary>
    /// <exception cref="HttpRequestException">There is no network, no server or no answer.</exception>
    public HttpResponseMessage Send(HttpRequestMessage request, HttpCompletionOption completionOption)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (SslVerification != SslVerification.CertificateRequired)
        {
            throw new NotSupportedException("The virtual board always checks the server's certificate.");
        }

        board.Clock.ThrowIfOff();
        if (!board.IsNetworkUp)
        {
            throw Failed("connection failed");
        }

        var address = request.RequestUri.GetLeftPart(UriPartial.Path);
        var fate = board.NetworkFaults?.OnPost(address) ?? default;
        board.Pass(fate);
        if (fate.Fault is NetworkFault.Refused or NetworkFault.TimedOut or NetworkFault.Dropped)
        {
            throw Failed("connection failed");
        }

        var answer = Exchange(request, completionOption);
        if (fate.Fault == NetworkFault.AnswerLost)
        {
            answer.Dispose();
            throw Failed("GetResponse() failed");
        }

        if (answer.IsSuccessStatusCode && request.Content is { } content)
        {
            board.Confirm(new BoardPost(address, Encoding.UTF8.GetString(content.Body)));
        }

        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => client?.Dispose();

    private static HttpRequestException Failed(string why, Exception? cause = null) =>
        new("An error occurred while sending the request", new WebException(why, cause));

    // As on the board, a client's settings stand once it has sent something.
    private System.Net.Http.HttpClient Client()
    {
        if (client is null)
        {
            check = new ServerCheck(board, HttpsAuthentCert);
            var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
            handler.SslOptions.EnabledSslProtocols = (System.Security.Authentication.SslProtocols)(int)SslProtocols;
            handler.SslOptions.RemoteCertificateValidationCallback = check.Accepts;
            client = new System.Net.Http.HttpClient(handler) { Timeout = RealPatience() };
        }

        return client;
    }

    private HttpResponseMessage Exchange(HttpRequestMessage request, HttpCompletionOption completionOption)
    {
        var sender = Client();
        using var message = new System.Net.Http.HttpRequestMessage(request.Method, request.RequestUri);
        if (request.Content is { } content)
        {
            message.Content = new ByteArrayContent(content.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(content.MediaType, "utf-8");
        }

        foreach (var (name, value) in DefaultRequestHeaders.All)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.ConnectionClose = true;
        try
        {
            return new HttpResponseMessage(sender.Send(message, completionOption), sender.Timeout);
        }
        catch (HttpRequestException e) when (check?.Fault is not null)
        {
            throw Failed(check.Refusal().Message, e.InnerException);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            throw Failed(e is TaskCanceledException ? "the server did not answer in time" : "connection failed", null);
        }
    }

    private TimeSpan RealPatience() =>
        Timeout == System.Threading.Timeout.InfiniteTimeSpan || board.Clock is WallClock || Timeout > LeastRealPatience ? Timeout : LeastRealPatience;
}

/// <summary>nanoFramework's <c>System.Net.Http.Headers.HttpRequestHeaders</c>.</summary>
public sealed class HttpRequestHeaders
{
    internal List<(string Name, string Value)> All { get; } = [];

    /// <summary>Adds a header.</summary>
    public void Add(string name, string value) => All.Add((name, value));
}
