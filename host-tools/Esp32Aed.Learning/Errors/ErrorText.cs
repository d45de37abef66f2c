using System.Globalization;

namespace Esp32Aed.Learning.Errors;

/// <summary>What there is to say of an error.</summary>
public static class ErrorText
{
    /// <summary>Its score against the threshold, and what may have been taken for what.</summary>
    public static string Why(DetectionError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var score = string.Create(CultureInfo.InvariantCulture, $"score {error.Peak:F2}, {Math.Abs(error.Margin):F2} {(error.Margin < 0 ? "below" : "above")} the threshold");
        var nearest = (error.Nearest, error.Kind) switch
        {
            (null, _) => string.Empty,
            ({ } away, ErrorKind.Miss) => string.Create(CultureInfo.InvariantCulture, $"; one was found {Math.Abs(away):F2} s {(away < 0 ? "earlier" : "later")}"),
            ({ } away, _) => string.Create(CultureInfo.InvariantCulture, $"; one is labelled {Math.Abs(away):F2} s {(away < 0 ? "earlier" : "later")}"),
        };
        var other = (error.MistakenFor, error.Kind) switch
        {
            (null, _) => string.Empty,
            ({ } label, ErrorKind.Miss) => $"; found as {label}",
            ({ } label, _) => $"; labelled {label}",
        };
        return score + nearest + other;
    }
}
