namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.DateTime</c>, as far as a program here needs it; its present is that of the board.</summary>
public readonly struct DateTime
{
    private readonly System.DateTime value;

    /// <summary>Makes a time from its ticks of 100 ns.</summary>
    public DateTime(long ticks) => value = new System.DateTime(ticks, DateTimeKind.Utc);

    /// <summary>Makes the beginning of a day, UTC.</summary>
    public DateTime(int year, int month, int day) => value = new System.DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The board's time; near 1970 while its clock has not been set.</summary>
    public static DateTime UtcNow => new(Board.Current.UtcNow.Ticks);

    /// <summary>Ticks of 100 ns.</summary>
    public long Ticks => value.Ticks;

    /// <summary>Year.</summary>
    public int Year => value.Year;

    /// <summary>Month, from 1.</summary>
    public int Month => value.Month;

    /// <summary>Day of the month, from 1.</summary>
    public int Day => value.Day;

    /// <summary>Hour, 0 to 23.</summary>
    public int Hour => value.Hour;

    /// <summary>Minute.</summary>
    public int Minute => value.Minute;

    /// <summary>Second.</summary>
    public int Second => value.Second;
}
