namespace Esp32Aed.Learning.Evaluation;

/// <summary>Activity of one class compared segment by segment. sed_eval: <c>SegmentBasedMetrics</c> and <c>util/event_roll.py</c>.</summary>
public static class SegmentMetrics
{
    /// <summary>
    /// Compares the segments that are active. An event makes active the segments floor(onset / segment) up to, but not
    /// including, ceil(offset / segment); segments from ceil(length / segment) on are not counted. Times in seconds. sed_eval:
    /// <c>evaluate(..., evaluated_length_seconds=lengthSeconds)</c>.
    /// </summary>
    public static Score Compare(
        IReadOnlyList<(double Onset, double Offset)> reference,
        IReadOnlyList<(double Onset, double Offset)> estimated,
        double lengthSeconds,
        double segmentSeconds = 1)
    {
        var segments = (int)Math.Ceiling(lengthSeconds / segmentSeconds);
        var referenceRoll = Roll(reference, segments, segmentSeconds);
        var estimatedRoll = Roll(estimated, segments, segmentSeconds);
        var both = 0;
        for (var s = 0; s < segments; s++)
        {
            both += referenceRoll[s] && estimatedRoll[s] ? 1 : 0;
        }

        return new Score(both, referenceRoll.Count(active => active), estimatedRoll.Count(active => active));
    }

    private static bool[] Roll(IReadOnlyList<(double Onset, double Offset)> events, int segments, double segmentSeconds)
    {
        ArgumentNullException.ThrowIfNull(events);
        var roll = new bool[segments];
        foreach (var (onset, offset) in events)
        {
            var first = (int)Math.Clamp(Math.Floor(onset / segmentSeconds), 0, segments);
            var end = (int)Math.Clamp(Math.Ceiling(offset / segmentSeconds), first, segments);
            Array.Fill(roll, true, first, end - first);
        }

        return roll;
    }
}
