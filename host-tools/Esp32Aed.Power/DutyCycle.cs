namespace Esp32Aed.Power;

/// <summary>What the sensor does in a day. The defaults are those of nf.config's [power] and [report], as a sensor that sleeps.</summary>
public sealed record DutyCycle
{
    /// <summary>The sensor sleeps deeply between times of listening; otherwise it listens all the time.</summary>
    public bool Sleeps { get; init; } = true;

    /// <summary>Seconds listened to in one wake.</summary>
    public double ListenSeconds { get; init; } = 60;

    /// <summary>Seconds from wake to wake.</summary>
    public double EverySeconds { get; init; } = 600;

    /// <summary>Hours of a day in which the sensor sleeps through.</summary>
    public double QuietHours { get; init; }

    /// <summary>Seconds of one record of a sensor that does not sleep.</summary>
    public double RecordSeconds { get; init; } = 60;

    /// <summary>Seconds between two posts; 0 for each record at once.</summary>
    public double PostSeconds { get; init; }

    /// <summary>The microphone has no supply while the sensor sleeps.</summary>
    public bool SwitchesMicrophone { get; init; }

    /// <summary>The address is fixed, so none is asked for.</summary>
    public bool HasAddress { get; init; }

    /// <summary>Posts go over TLS.</summary>
    public bool UsesTls { get; init; }

    /// <summary>The connection is kept between posts; a sensor that sleeps can't.</summary>
    public bool KeepsConnected { get; init; }

    /// <summary>The image leaves a radio that has nothing to do on while the sensor is awake.</summary>
    public bool RadioOnWhileAwake { get; init; }
}
