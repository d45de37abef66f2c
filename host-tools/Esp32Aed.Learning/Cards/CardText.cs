using System.Globalization;
using System.Text;

namespace Esp32Aed.Learning.Cards;

/// <summary>The Markdown of cards.</summary>
internal static class CardText
{
    /// <summary>Adds a line; its figures are written the same way in every country.</summary>
    public static void Line(this StringBuilder card, FormattableString text) => card.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    /// <summary>A label as a reader of Markdown sees it, in tables too.</summary>
    public static string Escape(string label) => label
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal);
}
