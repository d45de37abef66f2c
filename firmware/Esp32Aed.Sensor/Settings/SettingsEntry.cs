namespace Esp32Aed.Sensor;

/// <summary>One <c>key = value</c> line of a settings file.</summary>
public sealed class SettingsEntry
{
    private readonly string file;

    /// <summary>Makes an entry.</summary>
    public SettingsEntry(string file, int line, string section, string key, string value)
    {
        this.file = file;
        Line = line;
        Section = section;
        Key = key;
        Value = value;
    }

    /// <summary>Line of the file, from 1.</summary>
    public int Line { get; }

    /// <summary>Name of its section, without brackets.</summary>
    public string Section { get; }

    /// <summary>Name of the setting.</summary>
    public string Key { get; }

    /// <summary>The value, never empty.</summary>
    public string Value { get; }

    /// <summary>An exception about this line.</summary>
    public SettingsException Fault(string text) => new SettingsException(file, Line, text);

    /// <summary>The value as a whole number.</summary>
    /// <param name="minimum">Smallest value allowed, 0 or more.</param>
    /// <param name="maximum">Largest value allowed.</param>
    /// <param name="unit">What it counts, for the message.</param>
    /// <exception cref="SettingsException">It is not a number of that range.</exception>
    public int AsNumber(int minimum, int maximum, string unit)
    {
        var number = -1;
        if (TextRules.IsAll(Value, TextRules.Digits) && Value.Length <= 9)
        {
            number = int.Parse(Value);
        }

        if (number < minimum || number > maximum)
        {
            throw Fault(Key + " = " + Value + " is not allowed; write a whole number of " + unit + " from "
                + minimum.ToString() + " to " + maximum.ToString());
        }

        return number;
    }

    /// <summary>Which of some words the value is, from 0.</summary>
    /// <exception cref="SettingsException">It is none of them.</exception>
    public int IsOneOf(params string[] words)
    {
        var all = string.Empty;
        for (var i = 0; i < words.Length; i++)
        {
            if (Value == words[i])
            {
                return i;
            }

            all += (i == 0 ? string.Empty : i == words.Length - 1 ? " or " : ", ") + words[i];
        }

        throw Fault(Key + " = " + Value + " is not allowed; write " + all);
    }

    /// <summary>The value is <c>yes</c>, and not <c>no</c>.</summary>
    /// <exception cref="SettingsException">It is neither.</exception>
    public bool AsYes() => IsOneOf("no", "yes") == 1;

    /// <summary>The value as a whole number that may be negative.</summary>
    /// <param name="most">Largest size allowed.</param>
    /// <param name="unit">What it counts, for the message.</param>
    /// <exception cref="SettingsException">It is not a number of that range.</exception>
    public int AsSignedNumber(int most, string unit)
    {
        var isNegative = Value.StartsWith("-");
        var digits = isNegative || Value.StartsWith("+") ? Value.Substring(1) : Value;
        var number = TextRules.IsAll(digits, TextRules.Digits) && digits.Length <= 9 ? int.Parse(digits) : most + 1;
        if (number > most)
        {
            throw Fault(Key + " = " + Value + " is not allowed; write a whole number of " + unit + " from -" + most.ToString() + " to " + most.ToString());
        }

        return isNegative ? -number : number;
    }

    /// <summary>The value, a decimal number of at most three places, in thousandths.</summary>
    /// <param name="minimum">Smallest value allowed, in thousandths, 0 or more.</param>
    /// <param name="maximum">Largest value allowed, in thousandths.</param>
    /// <exception cref="SettingsException">It is not a number of that range.</exception>
    public int AsThousandths(int minimum, int maximum)
    {
        var point = Value.IndexOf('.');
        var whole = point < 0 ? Value : Value.Substring(0, point);
        var places = point < 0 ? "0" : Value.Substring(point + 1);
        var number = -1;
        if (TextRules.IsAll(whole, TextRules.Digits) && TextRules.IsAll(places, TextRules.Digits) && whole.Length <= 5 && places.Length <= 3)
        {
            number = (int.Parse(whole) * 1000) + int.Parse(places.PadRight(3, '0'));
        }

        if (number < minimum || number > maximum)
        {
            throw Fault(Key + " = " + Value + " is not allowed; write a number from " + (minimum / 1000).ToString() + " to " + (maximum / 1000).ToString());
        }

        return number;
    }
}
