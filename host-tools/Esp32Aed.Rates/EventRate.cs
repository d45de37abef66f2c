namespace Esp32Aed.Rates;

/// <summary>
/// Counts to events per minute of listening, with an interval that fits how the events follow each other: (1) random, unless the spacing
/// shows otherwise, with the Poisson interval of the whole count; (2) regular: the mean gap with its t interval, far narrower;
/// (3) clustered: count / time with the spread of the spans, wider.
/// </summary>
/// <remarks>
/// Time not listened to (lost sound, pauses between bursts) is in no figure: all seconds are seconds listened to. Regular spacing with a
/// coefficient of variation of the gaps between about 0.5 and 0.8 is taken as random until it shows: then the interval covers up to
/// 99 %. Clustered events need many bouts before the spread is known.
/// </remarks>
public static class EventRate
{
    private const int MostSpans = 40;
    private const int StretchesPerSpan = 4;
    private const double LateSeconds = 1;

    /// <summary>The rate of one count, about whose spacing nothing is known.</summary>
    /// <param name="count">Events found.</param>
    /// <param name="seconds">Time listened to.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the time not a positive number.</exception>
    public static RateEstimate FromCount(int count, double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Require(seconds > 0 && double.IsFinite(seconds), seconds, nameof(seconds), "the time listened to must be above 0 seconds");
        var (low, high) = PoissonInterval.Of(count);
        var minutes = seconds / 60;
        return new RateEstimate(count / minutes, low / minutes, high / minutes, Spacing.Random);
    }

    /// <summary>The rate in a recording without gaps.</summary>
    /// <param name="onsets">When each event begins, seconds since the recording's start; in any order.</param>
    /// <param name="seconds">Length of the recording.</param>
    /// <exception cref="ArgumentOutOfRangeException">An onset is not in the recording, or the length not a positive number.</exception>
    public static RateEstimate FromOnsets(IEnumerable<double> onsets, double seconds)
    {
        double[] ascending = [.. onsets.Order()];
        var random = FromCount(ascending.Length, seconds);
        foreach (var onset in ascending)
        {
            // An event at the very end may be decoded a little after it.
            Require(onset >= 0 && onset <= seconds + LateSeconds, onset, nameof(onsets), $"every onset must be within the recording, 0 to {seconds} s");
        }

        return Adjusted(random, Spans.Of(ascending, MostSpans));
    }

    /// <summary>The rate of a series of records that one sensor posted, or of recordings of the same place.</summary>
    /// <param name="stretches">
    /// In the order of time; counts and seconds listened to are all that is needed. At least 16 are, before anything but random spacing can be
    /// noticed, and regular spacing shows when a span of gaps is much longer than a stretch.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A count or time is negative or no number, or nothing was listened to.</exception>
    public static RateEstimate FromStretches(IReadOnlyCollection<Stretch> stretches)
    {
        ArgumentNullException.ThrowIfNull(stretches);
        var onsets = new List<double>();
        var heard = 0.0;
        foreach (var (count, seconds) in stretches)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(stretches));
            Require(seconds >= 0 && double.IsFinite(seconds), seconds, nameof(stretches), "the time listened to can't be below 0 seconds");
            for (var i = 0; i < count; i++)
            {
                // Within a stretch the moments are not known: evenly, for spans are several stretches long.
                onsets.Add(heard + ((i + 0.5) / count * seconds));
            }

            heard += seconds;
        }

        return Adjusted(FromCount(onsets.Count, heard), Spans.Of([.. onsets], Math.Min(MostSpans, stretches.Count / StretchesPerSpan)));
    }

    private static RateEstimate Adjusted(RateEstimate random, Spans? spans)
    {
        var spacing = spans?.Spacing ?? Spacing.Random;
        if (spans is null || spacing == Spacing.Random)
        {
            return random;
        }

        var error = spans.RelativeError;
        if (spacing == Spacing.Clustered)
        {
            return new RateEstimate(random.PerMinute, random.PerMinute * Math.Exp(-error), random.PerMinute * Math.Exp(error), spacing);
        }

        // Below 1 even for the fewest spans of the largest dispersion that is regular.
        var perMinute = 60 * spans.Rate;
        return new RateEstimate(perMinute, perMinute / (1 + error), perMinute / (1 - error), spacing);
    }

    private static void Require(bool holds, double value, string name, string message)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, message);
        }
    }
}
