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
}
