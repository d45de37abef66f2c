using System.Globalization;
using System.Text;

namespace Esp32Aed.ModelGenerator;

/// <summary>A sum of products with constants, as an expression of C#.</summary>
internal sealed class SumText
{
    private const int TermsInALine = 6;
    private const string NextLine = "\n            ";

    private readonly StringBuilder text = new();
    private int terms;

    /// <summary>There is nothing in the sum: it is 0.</summary>
    public bool IsEmpty => terms == 0;

    /// <inheritdoc/>
    public override string ToString() => IsEmpty ? "0L" : text.ToString();

    /// <summary>Adds a value.</summary>
    public void Add(string value)
    {
        Join(" + ");
        text.Append(value);
    }

    /// <summary>Adds a constant; nothing if it is 0.</summary>
    public void Add(long constant)
    {
        if (constant != 0)
        {
            var isTaken = IsAwkward(constant) && !IsEmpty;
            Join(isTaken ? " - " : " + ");
            text.Append(Literal(isTaken ? -constant : constant));
        }
    }

    /// <summary>Adds a product with a constant; nothing if it is 0.</summary>
    public void Add(string value, long factor)
    {
        if (factor == 0)
        {
            return;
        }

        var isFirst = IsEmpty;
        if (IsAwkward(factor))
        {
            Join(" - ");
            text.Append(isFirst ? "-" : string.Empty).Append('(').Append(value).Append(" * ").Append(Literal(-factor)).Append(')');
            return;
        }

        Join(" + ");
        text.Append(factor == 1 ? value : $"({value} * {Literal(factor)})");
    }

    /// <summary>A constant of C#.</summary>
    public static string Literal(long value) => string.Create(CultureInfo.InvariantCulture, $"{value}L");

    // Such a constant would be widened from an unsigned one, two operations; its negative is one.
    private static bool IsAwkward(long constant) => constant is > int.MaxValue and <= uint.MaxValue;

    private void Join(string sign)
    {
        if (terms > 0)
        {
            text.Append(terms % TermsInALine == 0 ? NextLine + sign.TrimStart() : sign);
        }

        terms++;
    }
}
