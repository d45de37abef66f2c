using System.Threading.Channels;

namespace Esp32Aed.Station;

/// <summary>
/// Puts what waits into one transaction after the other (group commit): a sender waits for the commit its records are in, and as many
/// records share a commit as came in meanwhile. While the store can't be used every sender is told so, and the next post tries again.
/// </summary>
public sealed class RecordWriter : IAsyncDisposable
{
    private const int MostBatch = 4000;
    private const int MostWaiting = 2000;
    private static readonly TimeSpan RetirePause = TimeSpan.FromHours(1);

    private readonly IRecordStore store;
    private readonly Action<string> log;
    private readonly TimeSpan? keep;
    private readonly Channel<Waiting> channel = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task worker;
    private Action<SensorRecord>[] listeners = [];
    private DateTime nextRetire = DateTime.MinValue;
    private long stored;
    private long repeated;

    /// <summary>Starts writing to a store that has been opened, or will be when it can.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="log">Takes one line when the store fails, and when it works again.</param>
    /// <param name="keep">How long records are kept; null is for ever. Sums stay.</param>
    public RecordWriter(IRecordStore store, Action<string> log, TimeSpan? keep = null)
    {
        this.store = store;
        this.log = log;
        this.keep = keep;
        worker = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What is wrong with the store, or null while it works.</summary>
    public string? Fault { get; private set; }

    /// <summary>Records stored since the start.</summary>
    public long StoredRecords => Interlocked.Read(ref stored);

    /// <summary>Records since the start that had been stored before.</summary>
    public long RepeatedRecords => Interlocked.Read(ref repeated);

    /// <summary>Stores records; they are on disk when the task ends.</summary>
    /// <returns>How many were new.</returns>
    /// <exception cref="StoreException">They are not stored; or too many senders wait.</exception>
    public Task<int> WriteAsync(IReadOnlyList<SensorRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count == 0)
        {
            return Task.FromResult(0);
        }

        var waiting = new Waiting(records);
        return channel.Writer.TryWrite(waiting)
            ? waiting.Done.Task
            : Task.FromException<int>(new StoreException("the station is busy; try again in some seconds"));
    }

    /// <summary>Tells of every record that was new, after its commit.</summary>
    /// <param name="listener">Called by one thread at a time; the next commit waits for it, so it must be quick, and must not throw.</param>
    public void Listen(Action<SensorRecord> listener) => listeners = [.. listeners, listener];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        channel.Writer.TryComplete();
        await worker.ConfigureAwait(false);
    }

    private void Work()
    {
        var batch = new List<Waiting>();
        var records = new List<SensorRecord>();
        while (channel.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            records.Clear();
            while (records.Count < MostBatch && channel.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
                records.AddRange(waiting.Records);
            }

            Commit(batch, records);
            RetireNowAndThen();
        }
    }

    private void Commit(List<Waiting> batch, List<SensorRecord> records)
    {
        bool[] isNew;
        try
        {
            isNew = store.Insert(records);
        }
#pragma warning disable CA1031 // The writer lives as long as the station, whatever a database throws.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var told = error as StoreException ?? new StoreException($"{store.Name}: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}", error);
            Report(told.Message);
            foreach (var waiting in batch)
            {
                waiting.Done.TrySetException(told);
            }

            return;
        }

        Report(fault: null);
        var fresh = isNew.Count(n => n);
        Interlocked.Add(ref stored, fresh);
        Interlocked.Add(ref repeated, records.Count - fresh);
        var first = 0;
        foreach (var waiting in batch)
        {
            waiting.Done.TrySetResult(isNew.AsSpan(first, waiting.Records.Count).Count(value: true));
            first += waiting.Records.Count;
        }

        foreach (var listener in Volatile.Read(ref listeners))
        {
            for (var i = 0; i < records.Count; i++)
            {
                if (isNew[i])
                {
                    listener(records[i]);
                }
            }
        }
    }

    private void RetireNowAndThen()
    {
        if (keep is not { } time || DateTime.UtcNow < nextRetire)
        {
            return;
        }

        try
        {
            nextRetire = DateTime.UtcNow + RetirePause;
            store.Retire((DateTimeOffset.UtcNow - time).ToUnixTimeMilliseconds());
        }
        catch (StoreException error)
        {
            log($"old records can't be deleted: {error.Message}");
        }
    }

    private void Report(string? fault)
    {
        if (fault is not null && Fault is null)
        {
            log($"{fault}; senders are asked to wait until it works");
        }
        else if (fault is null && Fault is not null)
        {
            log($"{store.Name}: works again");
        }

        Fault = fault;
    }

    private sealed record Waiting(IReadOnlyList<SensorRecord> Records)
    {
        public TaskCompletionSource<int> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
