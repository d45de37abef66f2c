using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>The few JSON values that a record needs (RFC 8259).</summary>
public static class JsonText
{
    /// <summary>Appends a string with its quotes; quotes, backslashes, control characters and lone surrogates are escaped.</summary>
    public static void AppendString(StringBuilder json, string value)
    {
        json.Append('"');

        // Indexing a string gives a wrong low surrogate on the board; its array of characters is right.
        foreach (var c in value.ToCharArray())
        {
            if (c == '"' || c == '\\')
            {
                json.Append('\\');
                json.Append(c);
            }
            else if (c < ' ' || (c >= '\ud800' && c <= '\udfff'))
            {
                json.Append("\\u");
                json.Append(((int)c).ToString("X4"));
            }
            else
            {
                json.Append(c);
            }
        }

        json.Append('"');
    }

    /// <summary>Appends a time in seconds, exact to the microsecond, without trailing zeros.</summary>
    /// <param name="json">Receives the number.</param>
    /// <param name="microseconds">The time; 0 or more.</param>
    public static void AppendSeconds(StringBuilder json, long microseconds)
    {
        json.Append(microseconds / 1000000);
        var rest = (int)(microseconds % 1000000);
        if (rest > 0)
        {
            json.Append('.');
            for (var digit = 100000; rest > 0; digit /= 10)
            {
                json.Append((char)('0' + (rest / digit)));
                rest %= digit;
            }
        }
    }

    /// <summary>Appends a number with leading zeros.</summary>
    public static void AppendPadded(StringBuilder json, int value, int width) =>
        json.Append(value.ToString().PadLeft(width, '0'));
}
