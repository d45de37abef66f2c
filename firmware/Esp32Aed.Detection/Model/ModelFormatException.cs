using System;

namespace Esp32Aed.Detection;

/// <summary>A model file that can't be used; the message is one line that says why.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ModelFormatException(string message)
        : base(message)
    {
    }
}
