using System;

namespace Esp32Aed.Sensor;

/// <summary>A settings file can't be used. The message is one line: file, line, what is wrong and how to mend it.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="file">Name of the settings file.</param>
    /// <param name="line">Line of the file from 1, or 0 when it is about the whole file.</param>
    /// <param name="text">What is wrong and how to mend it.</param>
    public SettingsException(string file, int line, string text)
        : base(line == 0 ? file + " " + text : file + " line " + line.ToString() + ": " + text)
    {
        Line = line;
    }

    /// <summary>Line of the file from 1, or 0 when it is about the whole file.</summary>
    public int Line { get; }
}
