namespace Esp32Aed.Sensor;

/// <summary>When to post: at most every so often, sooner where the outbox fills, and ever more rarely while it fails.</summary>
public sealed class PostPlan
{
    private const long Second = 1000000;
    private const int FirstWaitSeconds = 60;
    private const int LongestWaitSeconds = 6 * 3600;
    private const int MostDoublings = 9;

    // Whoever switches a sensor on wants to see it at once; a battery too weak for the radio must not be asked again and again.
    private const int FailuresBeforeCaution = 3;
    private const int CautionSeconds = 600;

    private readonly WakeState state;
    private readonly int everySeconds;

    /// <summary>Makes the plan.</summary>
    /// <param name="state">Keeps it over sleeps.</param>
    /// <param name="report">How often to post.</param>
    public PostPlan(WakeState state, ReportSettings report)
    {
        this.state = state;
        everySeconds = report.PostSeconds;
    }

    /// <summary>An era has begun, and with it another device time.</summary>
    /// <param name="now">Device time, microseconds.</param>
    public void StartAfresh(long now) => state.NextPost = state.Failures < FailuresBeforeCaution ? 0 : now + (CautionSeconds * Second);

    /// <summary>Posting failed lately, and this is not yet the time to try again.</summary>
    /// <param name="now">Device time, microseconds.</param>
    public bool IsHeldBack(long now) => state.Failures > 0 && now < state.NextPost;

    /// <summary>It is time to post.</summary>
    /// <param name="now">Device time, microseconds.</param>
    /// <param name="waiting">Records that wait.</param>
    /// <param name="isFilling">The outbox can't hold many more.</param>
    public bool IsDue(long now, int waiting, bool isFilling) => waiting > 0 && !IsHeldBack(now) && (isFilling || now >= state.NextPost);

    /// <summary>Records have arrived.</summary>
    /// <param name="now">Device time, microseconds.</param>
    public void Succeeded(long now)
    {
        state.Failures = 0;
        state.NextPost = now + (everySeconds * Second);
    }

    /// <summary>Nothing has arrived.</summary>
    /// <param name="now">Device time, microseconds.</param>
    public void Failed(long now)
    {
        var wait = everySeconds > FirstWaitSeconds ? everySeconds : FirstWaitSeconds;
        for (var i = 0; i < state.Failures && i < MostDoublings && wait < LongestWaitSeconds; i++)
        {
            wait *= 2;
        }

        state.Failures++;
        state.NextPost = now + ((wait < LongestWaitSeconds || everySeconds >= LongestWaitSeconds ? wait : LongestWaitSeconds) * Second);
    }
}
