using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Esp32Aed.Tests.Care;

/// <summary>A server that gives one and the same answer, byte for byte, and keeps the request lines.</summary>
internal sealed class AnswerServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<string> requests = [];
    private readonly Task serving;
    private readonly byte[] answer;
    private readonly bool hangs;

    /// <summary>Starts the server.</summary>
    /// <param name="status">Status line and headers, lines ending with LF; the empty line is added.</param>
    /// <param name="body">The body.</param>
    /// <param name="hangs">After the body the connection stays open.</param>
    public AnswerServer(string status, byte[] body, bool hangs = false)
    {
        answer = [.. Encoding.ASCII.GetBytes(("HTTP/1.1 " + status + "\n\n").ReplaceLineEndings("\r\n")), .. body];
        this.hangs = hangs;
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/care";

    public IReadOnlyList<string> Requests => requests;

    public void Dispose()
    {
        listener.Stop();
        serving.Wait(TimeSpan.FromSeconds(10));
    }

    private async Task ServeAsync()
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                open.Add(client);
                await AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // Stopped.
        }
        finally
        {
            open.ForEach(client => client.Dispose());
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, false, 1024, leaveOpen: true);
        requests.Add(await reader.ReadLineAsync() ?? string.Empty);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // Headers do not matter.
        }

        await stream.WriteAsync(answer);
        if (!hangs)
        {
            client.Dispose();
        }
    }
}
