namespace Esp32Aed.Learning.Evaluation;

/// <summary>
/// Optional second condition of a match, on offsets: the offsets may differ by the larger of
/// <paramref name="CollarSeconds"/> and <paramref name="FractionOfLength"/> times the reference event's length.
/// sed_eval: <c>EventBasedMetrics.validate_offset</c> (<c>t_collar</c>, <c>percentage_of_length</c>, there 0.2 s and 0.5).
/// </summary>
public sealed record OffsetCondition(double CollarSeconds, double FractionOfLength);

/// <summary>
/// One-to-one matching of reference and estimated events of one class in one recording, as large as can be.
/// sed_eval: <c>EventBasedMetrics</c> with <c>event_matching_type='optimal'</c>.
/// </summary>
public static class EventMatching
{
    private const int None = -1;

    /// <summary>
    /// Pairs (index into <paramref name="reference"/>, index into <paramref name="estimated"/>), ordered by the first.
    /// Two events may be paired when |onset difference| &lt;= <paramref name="onsetCollarSeconds"/>, compared inclusively in
    /// plain double arithmetic as sed_eval does (so 2.2 s is not within 0.2 s of 2.0 s, by 2e-16 s), and when
    /// <paramref name="offset"/>, if given, holds too. Times in seconds, in any order. The number of pairs is unique; which
    /// pairs are chosen among equally many is not.
    /// </summary>
    public static IReadOnlyList<(int Reference, int Estimated)> Match(
        IReadOnlyList<(double Onset, double Offset)> reference,
        IReadOnlyList<(double Onset, double Offset)> estimated,
        double onsetCollarSeconds,
        OffsetCondition? offset = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(estimated);

        var candidates = new int[reference.Count][];
        for (var r = 0; r < candidates.Length; r++)
        {
            var ofReference = reference[r];
            candidates[r] = [.. Enumerable.Range(0, estimated.Count).Where(e => MayPair(ofReference, estimated[e], onsetCollarSeconds, offset))];
        }

        var referenceOf = LargestMatching(candidates, estimated.Count);
        return [.. referenceOf.Select((r, e) => (Reference: r, Estimated: e)).Where(pair => pair.Reference != None).Order()];
    }

    private static bool MayPair((double Onset, double Offset) reference, (double Onset, double Offset) estimated, double onsetCollar, OffsetCondition? offset)
    {
        if (!(Math.Abs(reference.Onset - estimated.Onset) <= onsetCollar))
        {
            return false;
        }

        return offset is null
            || Math.Abs(reference.Offset - estimated.Offset)
                <= Math.Max(offset.CollarSeconds, offset.FractionOfLength * (reference.Offset - reference.Onset));
    }

    /// <summary>
    /// Maximum-cardinality bipartite matching by breadth-first augmenting paths (Berge 1957): each reference in turn looks for
    /// the nearest free estimate along paths that alternate between unmatched and matched pairs, and flips the path found.
    /// Returns the matched reference per estimate, or <see cref="None"/>.
    /// </summary>
    private static int[] LargestMatching(int[][] candidates, int estimatedCount)
    {
        var referenceOf = Filled(estimatedCount);
        var estimateOf = Filled(candidates.Length);
        var reachedFrom = new int[estimatedCount];
        var reachedBySearch = Filled(estimatedCount);
        var queue = new Queue<int>();

        for (var search = 0; search < candidates.Length; search++)
        {
            queue.Clear();
            queue.Enqueue(search);
            while (queue.TryDequeue(out var r))
            {
                var free = None;
                foreach (var e in candidates[r])
                {
                    if (reachedBySearch[e] == search)
                    {
                        continue;
                    }

                    reachedBySearch[e] = search;
                    reachedFrom[e] = r;
                    if (referenceOf[e] == None)
                    {
                        free = e;
                        break;
                    }

                    queue.Enqueue(referenceOf[e]);
                }

                if (free != None)
                {
                    Flip(free, reachedFrom, referenceOf, estimateOf);
                    break;
                }
            }
        }

        return referenceOf;
    }

    private static void Flip(int free, int[] reachedFrom, int[] referenceOf, int[] estimateOf)
    {
        while (free != None)
        {
            var r = reachedFrom[free];
            var released = estimateOf[r];
            referenceOf[free] = r;
            estimateOf[r] = free;
            free = released;
        }
    }

    private static int[] Filled(int length)
    {
        var array = new int[length];
        Array.Fill(array, None);
        return array;
    }
}
