using System.Collections.Concurrent;
using System.Diagnostics;

namespace Esp32Aed.VirtualBoard;

/// <summary>How a run of a board ended.</summary>
public enum BoardRunEnd
{
    /// <summary>All that was to be listened to is in confirmed records.</summary>
    Complete,

    /// <summary>The program stopped or crashed before that.</summary>
    Halted,

    /// <summary>Nothing was confirmed for too long after the sound was over.</summary>
    NothingConfirmed,
}

/// <summary>What a run of a board came to.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Records">Confirmed records in their order, each once.</param>
/// <param name="Log">Lines the program printed.</param>
/// <param name="Elapsed">Time the run took.</param>
public sealed record BoardRunResult(BoardRunEnd End, IReadOnlyList<PostedRecord> Records, IReadOnlyList<string> Log, TimeSpan Elapsed)
{
    /// <summary>Events of all records, by class.</summary>
    public IReadOnlyDictionary<string, int> Counts =>
        Records.SelectMany(r => r.Counts)
            .GroupBy(c => c.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Value), StringComparer.Ordinal);

    /// <summary>Seconds listened to in all records.</summary>
    public double ListenedSeconds => Records.Sum(r => r.ListenedSeconds);

    /// <summary>Seconds of sound lost to overruns in all records.</summary>
    public double LostSeconds => Records.Sum(r => r.LostSeconds ?? 0);

    /// <summary>Load over all that was listened to; 0 if nothing was.</summary>
    public double Load => ListenedSeconds > 0 ? Records.Sum(r => (r.Load ?? 0) * r.ListenedSeconds) / ListenedSeconds : 0;
}

/// <summary>
/// Runs a sensor's program on a virtual board until the records it has posted, and had confirmed, cover a given time of listening.
/// </summary>
public sealed class BoardRun
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly BlockingCollection<PostedRecord> confirmed = [];
    private readonly BoardOptions options;

    /// <summary>Prepares a run.</summary>
    public BoardRun(BoardOptions options) => this.options = options;

    /// <summary>Seconds of listening that the records must cover; more than the sound's length where the chain must settle.</summary>
    public required double ListenSeconds { get; init; }

    /// <summary>
    /// Whether time between bursts, and lost sound, counts as covered too: the run then ends with the sound, however little was listened to.
    /// </summary>
    public bool CoversByLength { get; init; }

    /// <summary>Seconds of sound in one record of the program.</summary>
    public required double IntervalSeconds { get; init; }

    /// <summary>
    /// How long nothing may be confirmed once the sound is over, in real time and, with one interval more, in that of the board.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How a line begins by which the program says that it could not post. Patience lasts until there is one since the last confirmation, two minutes more at
    /// most: on a slow computer the program may not have tried yet. Null if it says nothing.
    /// </summary>
    public string? Complaint { get; init; }

    /// <summary>Gets each confirmed record once, from the thread that calls <see cref="Play"/>.</summary>
    public Action<PostedRecord>? Confirmed { get; init; }

    /// <summary>Gets the fraction of the sound that was heard, from the thread that calls <see cref="Play"/>.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Gets the board before its program starts.</summary>
    public Action<Board>? SwitchedOn { get; init; }

    /// <summary>Runs the program to its end.</summary>
    /// <param name="program">Entry of the sensor's application.</param>
    /// <param name="stop">Stops the run.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public BoardRunResult Play(Action program, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var coverage = new Coverage(ListenSeconds, CoversByLength);
        Board? running = null;
        using var board = running = new Board(options with { Posted = post => Note(post, coverage, running!) });
        SwitchedOn?.Invoke(board);
        board.Start(program);

        var patience = new RunPatience(board, Patience, IntervalSeconds, Complaint);
        var records = new List<PostedRecord>();
        var end = BoardRunEnd.Complete;
        while (!coverage.IsComplete || confirmed.Count > 0)
        {
            stop.ThrowIfCancellationRequested();
            if (confirmed.TryTake(out var record, LookEvery))
            {
                patience.Renew();
                records.Add(record);
                Confirmed?.Invoke(record);
                continue;
            }

            Progress?.Report(board.Played);
            if (board.Halted.WaitOne(0))
            {
                end = BoardRunEnd.Halted;
                break;
            }

            if (patience.IsOver())
            {
                end = BoardRunEnd.NothingConfirmed;
                break;
            }
        }

        Progress?.Report(board.Played);
        var elapsed = Stopwatch.GetElapsedTime(began);
        board.PowerOff();
        return new BoardRunResult(end, records, [.. board.Log], elapsed);
    }

    private void Note(BoardPost post, Coverage coverage, Board board)
    {
        options.Posted?.Invoke(post);
        if (post.Address.StartsWith("homeassistant/", StringComparison.Ordinal) || post.Address.EndsWith("/state", StringComparison.Ordinal))
        {
            return;
        }

        var record = PostedRecord.Parse(post.Body);
        coverage.Add(record, confirmed);
        if (coverage.IsComplete)
        {
            board.CutPower();
        }
    }

    /// <summary>What the records cover, each counted once.</summary>
    private sealed class Coverage(double seconds, bool byLength)
    {
        private readonly HashSet<(string, int, int)> known = [];
        private double covered;

        public bool IsComplete => Volatile.Read(ref covered) >= seconds;

        /// <summary>Puts a record into the queue unless it is there; it is in the queue before it is covered.</summary>
        public void Add(PostedRecord record, BlockingCollection<PostedRecord> queue)
        {
            lock (known)
            {
                if (!IsComplete && known.Add(record.Identity))
                {
                    queue.Add(record);
                    Volatile.Write(ref covered, covered + (byLength ? record.LengthSeconds : record.ListenedSeconds));
                }
            }
        }
    }
}
