using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;

namespace Esp32Aed.Station;

/// <summary>
/// Posts what has changed to the webhooks, each change until it is answered 2xx: after 15 s, 30 s, 1 minute and so on to an hour, for a
/// day. Calls wait in the store, so a station that ends loses none; one that ends between the answer and its note makes the call twice, with one <c>id</c>.
/// </summary>
public sealed class Webhooks : IDisposable
{
    private const int FirstPauseSeconds = 15;
    private const int LongestPauseSeconds = 3600;
    private const int AtOnce = 8;
    private static readonly TimeSpan GiveUp = TimeSpan.FromDays(1);

    private readonly AlertStore alerts;
    private readonly TimeProvider time;
    private readonly Action<string> log;
    private readonly HttpClient client;

    /// <summary>Sends what is in a store.</summary>
    /// <param name="alerts">It has the calls.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Takes a line when a call is given up.</param>
    /// <param name="patience">How long an answer may take, less than the first pause; 10 s if null.</param>
    public Webhooks(AlertStore alerts, TimeProvider time, Action<string> log, TimeSpan? patience = null)
    {
        this.alerts = alerts;
        this.time = time;
        this.log = log;
#pragma warning disable CA2000 // The client owns it.
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            Timeout = patience ?? TimeSpan.FromSeconds(10),
        };
#pragma warning restore CA2000
    }

    /// <summary>Makes the calls whose time has come, those of one rule and device in their order.</summary>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public Task SendAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var due = alerts.Calls().DistinctBy(c => (c.Rule, c.Device)).Where(c => c.NextMilliseconds <= now);
        return Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (call, token) => await SendAsync(call, now, token).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task SendAsync(AlertCall call, long now, CancellationToken stop)
    {
        if (!alerts.Take(call, now + (1000L * Math.Min(FirstPauseSeconds << Math.Min(call.Tries, 10), LongestPauseSeconds))))
        {
            return;
        }

        var fault = await PostAsync(call, stop).ConfigureAwait(false);
        if (fault is not null && now - call.CreatedMilliseconds < GiveUp.TotalMilliseconds)
        {
            return;
        }

        alerts.Finish(call);
        if (fault is not null)
        {
            log($"alert {call.Rule}: the webhook at {call.Url.Host} did not take a change of {call.Device} in a day ({fault}); it is not told");
        }
    }

    private async Task<string?> PostAsync(AlertCall call, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, call.Url)
            {
                Content = new StringContent(call.Body, Encoding.UTF8, new MediaTypeHeaderValue(MediaTypeNames.Application.Json)),
            };
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : $"answer {(int)answer.StatusCode}";
        }
        catch (HttpRequestException error)
        {
            return error.HttpRequestError.ToString();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return "no answer";
        }
    }
}
