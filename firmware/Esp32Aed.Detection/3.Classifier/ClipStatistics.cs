using System;

namespace Esp32Aed.Detection;

/// <summary>
/// What the features of a clip do, summed up frame by frame: how high they are, how much they vary, how they change from frame to frame, and how
/// they differ from band to band. Textures (rain, engines) are told apart by these better than by any single frame.
/// </summary>
/// <remarks>
/// F features a frame, the first V of which are the values of the spectrum. <see cref="Values"/>, Q10, in this order: (1) F means; (2) F means over
/// the frames that are heard, those whose loudest band is within 12 bits of the recent peak; (3) F largest; then log2(1 + x), where x is (4) F variances, (5) F mean squares of the
/// change since the frame before, (6) F of that since four frames before, (7) of V - 1 differences between neighbouring values, and (8) of V - 4 between
/// values four apart, the mean square of the difference and of its change since the frame before; last (9) the shares of frames within 2, 4, 6, 9 and 12 bits.
/// </remarks>
public sealed class ClipStatistics
{
    /// <summary>Most frames of a clip; those after them are not heard. Sums of squares stay below 2^31.</summary>
    public const int MostFrames = 8192;

    private const int FractionBits = 10;
    private const int SquareBits = 8;
    private const int Columns = 4;
    private const int HeardBits = 12;
    private const int Levels = 5;
    private const int Near = 1;
    private const int Far = 4;

    private readonly int features;
    private readonly int[][] columns = new int[Columns][];
    private readonly int[] changes;
    private readonly int[] levels;
    private readonly int[] heardLevels;
    private readonly int[] peaks;
    private readonly int[] squares;
    private readonly int[] steps;
    private readonly int[] strides;
    private readonly int[] nearSlopes;
    private readonly int[] nearTurns;
    private readonly int[] farSlopes;
    private readonly int[] farTurns;
    private readonly int[] limits = { -2 << FractionBits, -4 << FractionBits, -6 << FractionBits, -9 << FractionBits, -HeardBits << FractionBits };
    private readonly int[] within;
    private readonly long[] powers;
    private readonly int[] logs;
    private readonly LogMel log2 = new LogMel(SquareBits);
    private int frames;

    /// <summary>Makes it for a front end; it has heard nothing.</summary>
    public ClipStatistics(FrontEndSettings settings)
    {
        features = settings.FeatureCount;
        for (var c = 0; c < Columns; c++)
        {
            columns[c] = new int[features];
        }

        changes = new int[features];
        levels = new int[features];
        heardLevels = new int[features];
        peaks = new int[features];
        squares = new int[features];
        steps = new int[features];
        strides = new int[features];
        nearSlopes = new int[Pairs(settings.ValueCount, Near)];
        nearTurns = new int[nearSlopes.Length];
        farSlopes = new int[Pairs(settings.ValueCount, Far)];
        farTurns = new int[farSlopes.Length];
        within = new int[limits.Length];
        Values = new int[CountOf(settings)];
        powers = new long[features];
        logs = new int[features];
    }

    /// <summary>The statistics that <see cref="Conclude"/> made.</summary>
    public int[] Values { get; }

    /// <summary>Number of statistics that a front end's features have.</summary>
    public static int CountOf(FrontEndSettings settings) =>
        (6 * settings.FeatureCount) + (2 * (Pairs(settings.ValueCount, Near) + Pairs(settings.ValueCount, Far))) + Levels;

    /// <summary>Takes a frame.</summary>
    /// <param name="input">F features in int8 units.</param>
    /// <param name="loudness">Loudest band less its recent peak, Q10.</param>
    public void Hear(long[] input, int loudness)
    {
        if (frames == MostFrames)
        {
            return;
        }

        if (frames == 0)
        {
            Start(input);
        }

        var last = columns[(frames + Columns - 1) & (Columns - 1)];
        var newest = columns[frames & (Columns - 1)]; // as yet the frame four before
        frames++;
        Sum(input, last, newest);
        Compare(newest, Near, nearSlopes, nearTurns);
        Compare(newest, Far, farSlopes, farTurns);
        Place(loudness, newest);
    }

    /// <summary>The next frame begins another clip.</summary>
    public void Forget() => frames = 0;

    /// <summary>The clip is over: makes <see cref="Values"/> of its frames, all 0 of none. The next frame begins another clip.</summary>
    public void Conclude()
    {
        Array.Clear(Values, 0, Values.Length);
        if (frames == 0)
        {
            return;
        }

        var heard = within[within.Length - 1];
        for (var i = 0; i < features; i++)
        {
            Values[i] = Mean(levels[i], frames);
            Values[features + i] = heard == 0 ? 0 : Mean(heardLevels[i], heard);
            Values[(2 * features) + i] = peaks[i] << FractionBits;
            powers[i] = ((((long)frames * squares[i]) - ((long)levels[i] * levels[i])) << SquareBits) / ((long)frames * frames);
        }

        var at = Log(features, 3 * features);
        at = LogOfMeans(steps, at);
        at = LogOfMeans(strides, at);
        at = LogOfMeans(nearSlopes, at);
        at = LogOfMeans(nearTurns, at);
        at = LogOfMeans(farSlopes, at);
        at = LogOfMeans(farTurns, at);
        for (var k = 0; k < within.Length; k++)
        {
            Values[at + k] = Mean(within[k], frames);
        }

        frames = 0;
    }

    private static int Pairs(int values, int apart) => values > apart ? values - apart : 0;

    private static int Mean(int sum, int count) => (int)(((long)sum << FractionBits) / count);

    // Before its first frame a clip is taken to have been as in it.
    private void Start(long[] input)
    {
        Array.Clear(levels, 0, features);
        Array.Clear(heardLevels, 0, features);
        Array.Clear(squares, 0, features);
        Array.Clear(steps, 0, features);
        Array.Clear(strides, 0, features);
        Array.Clear(nearSlopes, 0, nearSlopes.Length);
        Array.Clear(nearTurns, 0, nearTurns.Length);
        Array.Clear(farSlopes, 0, farSlopes.Length);
        Array.Clear(farTurns, 0, farTurns.Length);
        Array.Clear(within, 0, within.Length);
        for (var i = 0; i < features; i++)
        {
            var value = (int)input[i];
            peaks[i] = value;
            for (var c = 0; c < Columns; c++)
            {
                columns[c][i] = value;
            }
        }
    }

    private void Sum(long[] input, int[] last, int[] newest)
    {
        // Locals: a field costs an interpreter one more operation each time.
        var level = levels;
        var square = squares;
        var peak = peaks;
        var step = steps;
        var stride = strides;
        var moved = changes;
        for (var i = 0; i < newest.Length; i++)
        {
            var value = (int)input[i];
            level[i] += value;
            square[i] += value * value;
            if (value > peak[i])
            {
                peak[i] = value;
            }

            var change = value - last[i];
            moved[i] = change;
            step[i] += change * change;
            change = value - newest[i];
            stride[i] += change * change;
            newest[i] = value;
        }
    }

    private void Compare(int[] newest, int apart, int[] slopes, int[] turns)
    {
        var moved = changes;
        for (var i = 0; i < slopes.Length; i++)
        {
            var slope = newest[i + apart] - newest[i];
            slopes[i] += slope * slope;
            var turn = moved[i + apart] - moved[i];
            turns[i] += turn * turn;
        }
    }

    private void Place(int loudness, int[] newest)
    {
        var isHeard = false;
        for (var k = 0; k < limits.Length; k++)
        {
            isHeard = loudness > limits[k];
            if (isHeard)
            {
                within[k]++;
            }
        }

        for (var i = 0; isHeard && i < features; i++)
        {
            heardLevels[i] += newest[i];
        }
    }

    private int LogOfMeans(int[] sums, int at)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            powers[i] = ((long)sums[i] << SquareBits) / frames;
        }

        return Log(sums.Length, at);
    }

    /// <summary>log2(1 + power) of the first powers, into <see cref="Values"/>.</summary>
    private int Log(int count, int at)
    {
        log2.Apply(powers, logs);
        Array.Copy(logs, 0, Values, at, count);
        return at + count;
    }
}
