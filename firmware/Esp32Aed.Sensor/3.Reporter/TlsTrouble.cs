using System;

namespace Esp32Aed.Sensor;

/// <summary>What to look at when a TLS connection does not come about; the board's own exceptions say next to nothing.</summary>
public static class TlsTrouble
{
    private const int FirstYearOfASetClock = 2025;

    /// <summary>The end of a line about a failed connection.</summary>
    public static string Hint() =>
        DateTime.UtcNow.Year < FirstYearOfASetClock
            ? "; TLS needs the time, and the clock is not set"
            : "; see that the ca file is of the authority that signed the server's certificate, and that this names the host and has not expired";
}
