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
}
