using Esp32Aed.VirtualBoard;
using DateTime = Esp32Aed.VirtualBoard.Api.DateTime;

namespace nanoFramework.Runtime.Native;

/// <summary>The clock chip.</summary>
public static class Rtc
{
    /// <summary>Sets the board's time.</summary>
    /// <returns>Whether that was possible.</returns>
    public static bool SetSystemTime(DateTime time)
    {
        Board.Current.SetClock(new System.DateTime(time.Ticks, System.DateTimeKind.Utc));
        return true;
    }
}
