using System;

namespace Esp32Aed.Sensor;

/// <summary>A record did not arrive; the message is one line that says why.</summary>
public sealed class ReportException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ReportException(string message)
        : base(message)
    {
    }

    /// <summary>One line of what a network library threw: its message and those of its causes.</summary>
    public static string LineOf(Exception e)
    {
        var text = e.Message;
        for (var cause = e.InnerException; cause != null; cause = cause.InnerException)
        {
            text += ": " + cause.Message;
        }

        return text.Trim();
    }
}
