using System.Globalization;
using System.Text.RegularExpressions;
using Esp32Aed.Cost.Chain;

namespace Esp32Aed.Cost.Calibrating;

/// <summary>What the self-test image printed on a board: microseconds a frame, of each stage it times and of the whole chain.</summary>
public sealed partial class SelfTestPrintout
{
    /// <summary>Name of the line about the whole chain.</summary>
    public const string WholeChain = "all";

    private const double MostMicroseconds = 1e8; // a hundred seconds for one frame

    private SelfTestPrintout(string model, IReadOnlyDictionary<string, double> stageMicroseconds, double wholeMicroseconds) =>
        (Model, StageMicroseconds, WholeMicroseconds) = (model, stageMicroseconds, wholeMicroseconds);

    /// <summary>Checksum of the model it ran, eight hexadecimal digits.</summary>
    public string Model { get; }

    /// <summary>Microseconds a frame of each stage, by the names of <see cref="Stage.All"/>.</summary>
    public IReadOnlyDictionary<string, double> StageMicroseconds { get; }

    /// <summary>Microseconds a frame of the whole chain.</summary>
    public double WholeMicroseconds { get; }

    /// <summary>
    /// Reads a capture of a board's console: other lines may stand around and between those of the self-test, and anything (a time, say) before
    /// them on their lines. Of several runs the last counts that came to its end.
    /// </summary>
    /// <param name="text">The capture, with any line ends.</param>
    /// <param name="stages">Names of the stages that the self-test times; each must be there.</param>
    /// <exception cref="FormatException">It holds no whole run, a damaged one, or one that failed. The message is one line and names the line.</exception>
    public static SelfTestPrintout Parse(string text, IReadOnlyCollection<string> stages)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var (start, end) = LastWholeRun(lines);
        if (Ending().Match(lines[end]).Groups["failed"].Success)
        {
            throw new FormatException($"line {end + 1}: the self-test failed, so its times say nothing; flash its newest version and run it again");
        }

        var times = new Dictionary<string, double>(StringComparer.Ordinal);
        var wanted = stages.Append(WholeChain).ToHashSet(StringComparer.Ordinal);
        for (var i = start + 1; i < end; i++)
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

        var missing = stages.Append(WholeChain).FirstOrDefault(stage => !times.ContainsKey(stage));
        if (missing is not null)
        {
            throw new FormatException($"lines {start + 1} to {end + 1}: no line for {missing}; capture the self-test of this version of Esp32Aed once more");
        }

        times.Remove(WholeChain, out var whole);
        return whole > 0
            ? new SelfTestPrintout(Greeting().Match(lines[start]).Groups["model"].Value, times, whole)
            : throw new FormatException($"lines {start + 1} to {end + 1}: the whole chain took no time, so the board's clock stood still; run the self-test again");
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

    [GeneratedRegex(@"(?:^|\s)(?<stage>[a-z]+)\s+[1-9][0-9]{0,8}\s+(?<time>[0-9]{1,15}(?:\.[0-9]{1,15})?)\s+[0-9A-Fa-f]{8}\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\s*(?<stage>[a-z]+)\s+[0-9]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Damaged();

    [GeneratedRegex(@"(?:^|\s)(?:PASS\s*$|(?<failed>FAIL):)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Ending();
}
