using System.Globalization;
using System.Text;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Cards;

/// <summary>The card's section about the front end.</summary>
internal static class FrontEndSection
{
    /// <summary>Adds it.</summary>
    public static void Write(StringBuilder card, IReadOnlyList<PrecisionRow> rows)
    {
        card.Line($"## Front end against double precision");
        card.Line($"");
        card.Line($"Signal-to-noise ratio of the integer front end against an independent one in double precision, dB.");
        card.Line($"");
        card.Line($"| | {string.Join(" | ", rows.Select(row => row.Sound))} |");
        card.Line($"| --- |{string.Concat(Enumerable.Repeat(" --- |", rows.Count))}");
        card.Line($"| log-mel | {string.Join(" | ", rows.Select(row => row.Precision.LogMelDb.ToString("F1", CultureInfo.InvariantCulture)))} |");
        if (rows.All(row => double.IsFinite(row.Precision.MfccDb)))
        {
            card.Line($"| MFCC | {string.Join(" | ", rows.Select(row => row.Precision.MfccDb.ToString("F1", CultureInfo.InvariantCulture)))} |");
        }

        card.Line($"");
    }
}
