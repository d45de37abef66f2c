namespace Esp32Aed.Station;

/// <summary>Keeps looking at the rules, and keeps calling webhooks, while the station runs.</summary>
internal sealed class AlertService : IAsyncDisposable
{
    private static readonly TimeSpan CheckPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SendPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stop = new();
    private readonly Webhooks webhooks;
    private readonly Task checking;
    private readonly Task sending;

    public AlertService(IRecordStore records, AlertStore alerts, TimeProvider time, Action<string> log)
    {
        Watch = new AlertWatch(records, alerts, time);
        webhooks = new Webhooks(alerts, time, log);
        checking = Task.Run(() => RepeatAsync(CheckPause, time, Check, log));
        sending = Task.Run(() => RepeatAsync(SendPause, time, () => webhooks.SendAsync(stop.Token), _ => { }));
    }

    /// <summary>What the rules see.</summary>
    public AlertWatch Watch { get; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(checking, sending).ConfigureAwait(false);
        webhooks.Dispose();
        stop.Dispose();
    }

    private Task Check()
    {
        Watch.Check();
        return Task.CompletedTask;
    }

    private async Task RepeatAsync(TimeSpan pause, TimeProvider time, Func<Task> act, Action<string> log)
    {
        string? fault = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await act().ConfigureAwait(false);
                fault = null;
                await Task.Delay(pause, time, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StoreException error)
            {
                if (fault is null)
                {
                    log($"{error.Message}; alerts wait until it works");
                }

                fault = error.Message;
                await Task.Delay(pause, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
