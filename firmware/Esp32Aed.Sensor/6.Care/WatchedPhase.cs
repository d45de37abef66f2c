namespace Esp32Aed.Sensor;

/// <summary>What a loop of the sensor may be at, and how long it may be at it without a sign of life.</summary>
public static class WatchedPhase
{
    /// <summary>Nothing that is known.</summary>
    public const int None = 0;

    /// <summary>Settings, model and microphone are made ready.</summary>
    public const int Starting = 1;

    /// <summary>Hops of sound come in; a burst with its pause is one sign of life.</summary>
    public const int Listening = 2;

    /// <summary>Files are written.</summary>
    public const int Storing = 3;

    /// <summary>The network and the receiver are looked for.</summary>
    public const int Connecting = 4;

    /// <summary>A record is on its way.</summary>
    public const int Posting = 5;

    /// <summary>An update is fetched and checked.</summary>
    public const int Receiving = 6;

    /// <summary>There is nothing to do: no limit.</summary>
    public const int Idle = 7;

    private static readonly string[] Names = { "nothing", "starting", "listening", "storing", "connecting", "posting", "receiving", "idle" };

    private static readonly int[] Limits = { 0, 120, 120, 60, 60, 60, 60, 0 };

    /// <summary>Name of a phase.</summary>
    public static string NameOf(int phase) => Names[phase];

    /// <summary>Seconds without a sign of life after which a phase is stuck; 0 for never.</summary>
    public static int LimitSeconds(int phase) => Limits[phase];

    /// <summary>The phase belongs to a session with the receiver.</summary>
    public static bool IsSession(int phase) => phase >= Connecting && phase <= Receiving;
}
