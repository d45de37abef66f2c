namespace Esp32Aed.Detection;

/// <summary>
/// Turns one class's logits, smoothed if that is asked for, into events: (1) an event starts at the first frame at or above the on threshold and ends before the first
/// below the off threshold; (2) within it, a fall of <c>splitFall</c> from the peak followed by a rise of <c>splitRise</c> from the valley
/// ends it at the valley and starts the next; (3) events shorter than the minimum length are dropped; (4) an event that starts
/// less than the minimum gap after the last one ended continues it.
/// </summary>
public sealed class EventDecoder
{
    private const int SmoothedBits = 8;

    private readonly int on;
    private readonly int off;
    private readonly int minimumLength;
    private readonly int minimumGap;
    private readonly int splitFall;
    private readonly int splitRise;
    private readonly int smoothing;
    private readonly int shiftMs;
    private readonly IEventSink sink;
    private readonly Tally tally;
    private readonly int classIndex;
    private readonly int hopLength;
    private readonly int sampleRate;

    private int frame;
    private int smoothed;
    private int onNow;
    private int countFrom = int.MinValue;
    private int countUntil = int.MaxValue;

    private bool active;
    private int start;
    private int largest;
    private int peak;
    private int valley;
    private int valleyFrame;

    private bool pending;
    private int pendingStart;
    private int pendingEnd;
    private int pendingPeak;

    /// <summary>Makes the decoder of one class.</summary>
    /// <param name="settings">Thresholds and lengths.</param>
    /// <param name="classIndex">The class that is reported.</param>
    /// <param name="hopLength">Samples in a hop.</param>
    /// <param name="sampleRate">Samples in a second.</param>
    /// <param name="firstFrame">Frame index of the first logit; below 0 while the classifier still looks ahead.</param>
    /// <param name="tally">Counts the events.</param>
    /// <param name="sink">Takes the events, or null.</param>
    public EventDecoder(DecoderSettings settings, int classIndex, int hopLength, int sampleRate, int firstFrame, Tally tally, IEventSink sink)
    {
        on = settings.On;
        onNow = on;
        off = settings.Off;
        minimumLength = settings.MinimumLength;
        minimumGap = settings.MinimumGap;
        splitFall = settings.SplitFall;
        splitRise = settings.SplitRise;
        smoothing = settings.Smoothing;
        smoothed = off << SmoothedBits;
        shiftMs = settings.ShiftMs;
        this.classIndex = classIndex;
        this.hopLength = hopLength;
        this.sampleRate = sampleRate;
        this.tally = tally;
        this.sink = sink;
        frame = firstFrame;
    }

    /// <summary>Takes the logit of the next frame.</summary>
    /// <param name="logit">Q8.</param>
    public void Push(int logit)
    {
        if (smoothing > 0)
        {
            logit = Clamp(logit);
            smoothed += ((logit << SmoothedBits) - smoothed) >> smoothing;
            logit = smoothed >> SmoothedBits;
        }

        if (active)
        {
            Continue(logit);
        }
        else if (logit >= onNow)
        {
            Begin(logit);
        }
        else if (pending && frame - pendingEnd >= minimumGap)
        {
            Emit();
        }

        frame++;
    }

    /// <summary>Takes a frame of which nothing is to be heard for so long that no event can be open: time goes on, that is all.</summary>
    public void Skip() => frame++;

    /// <summary>
    /// Events that begin before <see cref="StartCounting"/> do not count. Until then all above the off threshold is taken for an event, which may
    /// have begun before anybody listened.
    /// </summary>
    public void AwaitCounting()
    {
        onNow = off;
        smoothed = off << SmoothedBits;
        countFrom = int.MaxValue;
        countUntil = int.MaxValue;
    }

    /// <summary>Events that begin from now on count.</summary>
    public void StartCounting()
    {
        onNow = on;
        countFrom = frame;
    }

    /// <summary>Events that begin from now on do not count; those that have begun are still followed to their end.</summary>
    public void StopCounting() => countUntil = frame;

    /// <summary>The sound is over: ends an open event and reports what is pending.</summary>
    public void Finish()
    {
        if (active)
        {
            Close(frame);
            active = false;
        }

        Emit();
    }

    // A logit may have 30 bits, which would not leave room for the smoothed one's; thresholds have 16.
    private static int Clamp(int logit) => logit > short.MaxValue ? short.MaxValue : logit < short.MinValue ? short.MinValue : logit;

    private void Begin(int logit)
    {
        active = true;
        start = frame;
        largest = logit;
        if (pending)
        {
            if (frame - pendingEnd < minimumGap)
            {
                start = pendingStart;
                largest = pendingPeak > logit ? pendingPeak : logit;
                pending = false;
            }
            else
            {
                Emit();
            }
        }

        peak = logit;
        valley = logit;
        valleyFrame = frame;
    }

    private void Continue(int logit)
    {
        if (logit < off)
        {
            Close(frame);
            active = false;
            return;
        }

        if (logit < valley)
        {
            valley = logit;
            valleyFrame = frame;
        }
        else if (peak - valley >= splitFall && logit - valley >= splitRise)
        {
            Close(valleyFrame);
            Emit();
            start = valleyFrame;
            largest = logit;
            peak = logit;
            valley = logit;
        }
        else if (logit > peak)
        {
            peak = logit;
            valley = logit;
            largest = logit > largest ? logit : largest;
        }
    }

    private void Close(int end)
    {
        if (end - start >= minimumLength)
        {
            pending = true;
            pendingStart = start;
            pendingEnd = end;
            pendingPeak = largest;
        }
    }

    private void Emit()
    {
        if (!pending)
        {
            return;
        }

        pending = false;
        if (pendingStart < countFrom || pendingStart >= countUntil)
        {
            return;
        }

        tally.Count(classIndex, pendingPeak);
        if (sink != null)
        {
            var onset = Milliseconds(pendingStart);
            var offset = Milliseconds(pendingEnd);
            sink.OnEvent(classIndex, onset, offset > onset ? offset : onset + 1, pendingPeak);
        }
    }

    private long Milliseconds(int atFrame)
    {
        var time = ((long)atFrame * hopLength * 1000 / sampleRate) + shiftMs;
        return time < 0 ? 0 : time;
    }
}
