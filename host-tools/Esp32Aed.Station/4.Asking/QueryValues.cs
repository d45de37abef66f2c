using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>What a query asks for, checked; every fault is a <see cref="FormatException"/> with one line.</summary>
internal static class QueryValues
{
    /// <summary>A text, or null where there is none.</summary>
    public static string? Text(this HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>The device that must be named.</summary>
    public static string Device(this HttpRequest request) =>
        request.Text("device") is { } device && RecordCheck.IsDeviceName(device) ? device : throw new FormatException("device must name a device");

    /// <summary>The device that may be named.</summary>
    public static string? AnyDevice(this HttpRequest request) => request.Text("device") is null ? null : request.Device();

    /// <summary>A whole number.</summary>
    public static int Whole(this HttpRequest request, string name, int otherwise, int least, int most) =>
        request.Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new FormatException($"{name} must be a whole number from {least} to {most}");

    /// <summary>From when to when, milliseconds since 1970 UTC: the last day if nothing is said.</summary>
    /// <param name="request">The query, with <c>from</c> and <c>to</c>.</param>
    /// <param name="span">Time before <c>to</c> if there is no <c>from</c>; null is everything.</param>
    public static (long From, long To) Range(this HttpRequest request, TimeSpan? span)
    {
        var to = request.Text("to") is { } last ? Time(last, "to") : DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 1;
        var from = request.Text("from") is { } first ? Time(first, "from") : span is { } time ? to - (long)time.TotalMilliseconds : 0;
        return from <= to ? (from, to) : throw new FormatException("from must not be after to");
    }

    private static long Time(string text, string name)
    {
        const double LastSecond = 253_402_300_799;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= LastSecond)
        {
            return (long)(seconds * 1000);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw new FormatException($"{name} must be a time like 2026-07-01T12:00:00Z, or seconds since 1970");
    }
}
