namespace Esp32Aed.Sensor;

/// <summary>What an update brings.</summary>
public enum UpdateKind
{
    /// <summary>A model file.</summary>
    Model = 0,

    /// <summary>An nf.config.</summary>
    Settings = 1,
}
