using System.Globalization;
using System.Text;

namespace Esp32Aed.Deployment;

/// <summary>
/// The number after which a newly deployed sensor counts its starts. A board that was erased, or another under the same name, begins behind all numbers of
/// the one before; else receivers would take its records for repeated ones. A board that knows its number goes on with that.
/// </summary>
public static class FirstBoot
{
    /// <summary>Name of the file on drive <c>I:</c>.</summary>
    public const string FileName = "wake.first";

    // No sensor starts more often than once in a second, so seconds are never overtaken by starts.
    private static readonly DateTimeOffset Zero = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The number of a deployment: the seconds since 2026 began (UTC), 0 before.</summary>
    /// <param name="now">Time of the deployment.</param>
    public static int NumberAt(DateTimeOffset now) => (int)Math.Max(0, (now - Zero).TotalSeconds);

    /// <summary>The file of a deployment.</summary>
    /// <param name="now">Time of the deployment.</param>
    public static BoardFile At(DateTimeOffset now) => new(FileName, Encoding.ASCII.GetBytes(NumberAt(now).ToString(CultureInfo.InvariantCulture)));
}
