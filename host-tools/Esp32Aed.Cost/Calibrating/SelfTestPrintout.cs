using System.Globalization;
using System.Text.RegularExpressions;
using Esp32Aed.Cost.Chain;

namespace Esp32Aed.Cost.Calibrating;

/// <summary>What the self-test measured of a kernel, microseconds a frame.</summary>
/// <param name="Microseconds">The kernel alone.</param>
/// <param name="WholeMicroseconds">The whole chain with it.</param>
public sealed record KernelTime(double Microseconds, double WholeMicroseconds);

/// <summary>
/// What the self-test image printed on a board: microseconds a frame, of each textbook stage and their whole chain, and of each kernel and the
/// whole chain with it.
/// </summary>
public sealed partial class SelfTestPrintout
{
    /// <summary>Name of the line about the whole chain of textbook stages.</summary>
    public const string WholeChain = "all";

    /// <summary>How the name of the line about the whole chain with a kernel starts; the kernel's follows.</summary>
    public const string WholeChainWith = "all/";

    private const double MostMicroseconds = 1e8; // a hundred seconds for one frame

    private SelfTestPrintout(string model, Dictionary<string, double> times, IReadOnlyCollection<string> stages, IEnumerable<string> kernels)
    {
        Model = model;
        StageMicroseconds = stages.ToDictionary(stage => stage, stage => times[stage], StringComparer.Ordinal);
        WholeMicroseconds = times[WholeChain];
        Kernels = kernels.ToDictionary(kernel => kernel, kernel => new KernelTime(times[kernel], times[WholeChainWith + kernel]), StringComparer.Ordinal);
    }

    /// <summary>Checksum of the model it ran, eight hexadecimal digits.</summary>
    public string Model { get; }

    /// <summary>Microseconds a frame of each stage, by the names of <see cref="Stage.All"/>.</summary>
    public IReadOnlyDictionary<string, double> StageMicroseconds { get; }

    /// <summary>Microseconds a frame of the whole chain of textbook stages.</summary>
    public double WholeMicroseconds { get; }

    /// <summary>What was measured of each kernel, by the name of its class; empty if the self-test was one that tried none.</summary>
    public IReadOnlyDictionary<string, KernelTime> Kernels { get; }

    /// <summary>What to deploy on this board: the name of the kernel with which the whole chain is fastest.</summary>
    public string Fastest => Kernels.Where(kernel => kernel.Value.WholeMicroseconds < WholeMicroseconds)
        .OrderBy(kernel => kernel.Value.WholeMicroseconds).Select(kernel => kernel.Key).FirstOrDefault() ?? "the textbook stages";

    /// <summary>
    /// Reads a capture of a board's console: other lines may stand around and between those of the self-test, and anything (a time, say) before
    /// them on their lines. Of several runs the last counts that came to its end.
    /// </summary>
    /// <param name="text">The capture, with any line ends.</param>
    /// <param name="stages">Names of the stages that the self-test times; each must be there.</param>
    /// <param name="kernels">Names of the kernels that the self-test tries; all must be there, or none and no advice which to deploy.</param>
    /// <exception cref="FormatException">It holds no whole run, a damaged one, or one that failed. The message is one line and names the line.</exception>
    public static SelfTestPrintout Parse(string text, IReadOnlyCollection<string> stages, IReadOnlyCollection<string> kernels)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var (start, end) = LastWholeRun(lines);
        if (Ending().Match(lines[end]).Groups["failed"].Success)
        {
            throw new FormatException($"line {end + 1}: the self-test failed, so its times say nothing; flash its newest version and run it again");
        }

        string[] ofStages = [.. stages, WholeChain];
        string[] ofKernels = [.. kernels.SelectMany(kernel => new[] { kernel, WholeChainWith + kernel })];
        var times = Times(lines[..end], start + 1, [.. ofStages, .. ofKernels]);
        var hasKernels = ofKernels.Any(times.ContainsKey) || lines[start..end].Any(Advice().IsMatch);
        if (ofStages.Concat(hasKernels ? ofKernels : []).FirstOrDefault(name => !times.ContainsKey(name)) is { } missing)
        {
            throw new FormatException($"lines {start + 1} to {end + 1}: no line for {missing}; capture the self-test of this version of Esp32Aed once more");
        }

        var still = times.FirstOrDefault(time => time.Value <= 0 && (time.Key == WholeChain || ofKernels.Contains(time.Key, StringComparer.Ordinal))).Key;
        return still is null
            ? new SelfTestPrintout(Greeting().Match(lines[start]).Groups["model"].Value, times, stages, hasKernels ? kernels : [])
            : throw new FormatException(
                $"lines {start + 1} to {end + 1}: {(still == WholeChain ? "the whole chain" : still)} took no time, so the board's clock stood still; run the self-test again");
    }

    private static Dictionary<string, double> Times(string[] lines, int from, HashSet<string> wanted)
    {
        var times = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = from; i < lines.Length; i++)
        {
            if (Row().Match(lines[i]) is { Success: true } row)
            {
                if (wanted.Contains(row.Groups["stage"].Value) && !times.TryAdd(row.Groups["stage"].Value, Microseconds(row, i + 1)))
                {
                    throw new FormatException($"line {i + 1}: {row.Groups["stage"].Value} is there twice; capture the self-test once more");
                }
            }
            else if (Damaged().Match(lines[i]) is { Success: true } damaged && wanted.Contains(damaged.Groups["stage"].Value))
            {
                throw new FormatException($"line {i + 1}: not 'stage frames microseconds-per-frame crc32', so it is damaged; capture the self-test once more");
            }
        }

        return times;
    }

    private static (int Start, int End) LastWholeRun(string[] lines)
    {
        int[] starts = [.. Enumerable.Range(0, lines.Length).Where(i => Greeting().IsMatch(lines[i]))];
        if (starts.Length == 0)
        {
            throw new FormatException(
                $"lines 1 to {lines.Length} hold no printout of the self-test (it starts with 'Esp32Aed self-test'); capture the board's console from its start");
        }

        for (var run = starts.Length - 1; run >= 0; run--)
        {
            var next = run + 1 < starts.Length ? starts[run + 1] : lines.Length;
            var end = Array.FindIndex(lines, starts[run], next - starts[run], Ending().IsMatch);
            if (end >= 0)
            {
                return (starts[run], end);
            }
        }

        throw new FormatException($"line {lines.Length} is the last, and the self-test begun on line {starts[^1] + 1} has not come to PASS or FAIL; wait for it");
    }

    private static double Microseconds(Match row, int line)
    {
        var value = double.Parse(row.Groups["time"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return value <= MostMicroseconds
            ? value
            : throw new FormatException($"line {line}: {row.Groups["time"].Value} microseconds a frame can't be; capture the self-test once more");
    }

    [GeneratedRegex(@"Esp32Aed self-test, model (?<model>[0-9A-Fa-f]{8})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"(?:^|\s)(?<stage>[A-Za-z][A-Za-z0-9/]*)\s+[1-9][0-9]{0,8}\s+(?<time>[0-9]{1,15}(?:\.[0-9]{1,15})?)\s+[0-9A-Fa-f]{8}\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\s*(?<stage>[A-Za-z][A-Za-z0-9/]*)\s+[0-9]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Damaged();

    [GeneratedRegex(@"(?:^|\s)deploy\s", RegexOptions.CultureInvariant)]
    private static partial Regex Advice();

    [GeneratedRegex(@"(?:^|\s)(?:PASS\s*$|(?<failed>FAIL):)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Ending();
}
