using System;

namespace Esp32Aed.Sensor;

/// <summary>An update that is not taken; the message is one line that says why.</summary>
public sealed class UpdateException : Exception
{
    /// <summary>Makes the exception.</summary>
    public UpdateException(string message)
        : base(message)
    {
    }
}
