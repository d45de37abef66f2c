using System;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>
/// Posts texts to one address. A text has arrived when the server answers with a status from 200 to 299; what it says besides is not read,
/// and redirections are not followed. With https the server's certificate must be signed by the user's authority (or by one that the
/// board itself keeps, where no file is named), name the host, and be valid by the board's clock.
/// </summary>
public sealed class HttpPost
{
    private const int AnswerMilliseconds = 10000;

    private readonly string url;
    private readonly string caFile;
    private readonly string authorization;
    private readonly string mediaType;
    private readonly string server;
    private X509Certificate authority;

    /// <summary>Makes it; nothing is connected yet.</summary>
    /// <param name="url">Address, which may have a secret after its <c>?</c>.</param>
    /// <param name="caFile">File on drive <c>I:</c> with the authority's certificate, or null.</param>
    /// <param name="authorization">Value of the header <c>Authorization</c>, or null.</param>
    /// <param name="mediaType">Type of the texts.</param>
    public HttpPost(string url, string caFile, string authorization, string mediaType)
    {
        this.url = url;
        this.caFile = caFile;
        this.authorization = authorization;
        this.mediaType = mediaType;
        var query = url.IndexOf('?');
        server = query < 0 ? url : url.Substring(0, query);
    }

    /// <summary>Gets ready; throws where the authority's certificate is missing.</summary>
    /// <exception cref="ReportException">The file is missing, or is no certificate.</exception>
    public void Open() => authority = PemFile.Authority(caFile);

    /// <summary>Posts a text and waits for the answer.</summary>
    /// <exception cref="ReportException">It did not arrive, or the server did not take it.</exception>
    public void Send(string text, SessionPatience patience)
    {
        var milliseconds = patience.AtMost(AnswerMilliseconds);
        var status = 0;
        try
        {
            BoundedCall.Run(() => status = StatusOf(text, milliseconds), milliseconds, server);
        }
        catch (ReportException)
        {
            throw;
        }
        catch (Exception e)
        {
            throw new ReportException("no connection to " + server + ": " + ReportException.LineOf(e) + (url.StartsWith("https:") ? TlsTrouble.Hint() : string.Empty));
        }

        if (status < 200 || status > 299)
        {
            throw new ReportException(server + " answered with status " + status.ToString());
        }
    }

    private int StatusOf(string text, int milliseconds)
    {
        using var client = new HttpClient();
        client.Timeout = TimeSpan.FromMilliseconds(milliseconds);
        client.HttpsAuthentCert = authority;
        client.SslProtocols = SslProtocols.Tls12;
        client.SslVerification = SslVerification.CertificateRequired;
        if (authorization != null)
        {
            client.DefaultRequestHeaders.Add("Authorization", authorization);
        }

        using var content = new StringContent(text, Encoding.UTF8, mediaType);
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = content;

        // The headers say all; a body without end would fill the heap.
        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)response.StatusCode;
    }
}
