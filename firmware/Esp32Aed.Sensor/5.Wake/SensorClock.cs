using System;
using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.Sensor;

/// <summary>
/// The sensor's time. Device time is microseconds on a line that goes on over deep sleep and begins anew, as another era, when power was lost or the
/// program was restarted. Records are noted in device time and dated when they are posted, after the network has told the time; so a
/// clock that jumps never changes the length of anything.
/// </summary>
public sealed class SensorClock
{
    private const int TicksPerMicrosecond = 10;
    private const int FirstYearOfASetClock = 2025;

    // How far the clock chip may be off over a sleep, and how much of the time between two synchronisations a correction may be.
    private const int LargestDrift = 8;

    private readonly WakeState state;
    private readonly long atStart;
    private long earlierSyncedAt;
    private long earlierSyncTicks;

    /// <summary>Takes the clock up where it was left.</summary>
    /// <param name="state">What was kept over the sleep; keeps the clock's own part in it.</param>
    public SensorClock(WakeState state)
    {
        this.state = state;
        if (state.WasAsleep)
        {
            atStart = state.SleptAt + Slept();
            return;
        }

        if (state.SyncTicks != 0)
        {
            state.OldEra = state.Era;
            state.OldEraTicks = state.SyncTicks - (state.SyncedAt * TicksPerMicrosecond);
        }

        IsNewEra = true;
        state.Era = state.Boot;
        state.SyncTicks = 0;
        state.AddressUntil = 0;
        state.ListenedAt = 0;
    }

    /// <summary>The board's clock has been set since it got power.</summary>
    public static bool IsSet => DateTime.UtcNow.Year >= FirstYearOfASetClock;

    /// <summary>This start has begun an era.</summary>
    public bool IsNewEra { get; }

    /// <summary>Device time, microseconds.</summary>
    public long Now
    {
        get
        {
            // The timer's value is unsigned; on the board only a signed variable of its own makes it signed.
            var sinceStart = (long)HighResTimer.GetCurrent();
            return atStart + sinceStart;
        }
    }

    /// <summary>Boot number with which the era began.</summary>
    public int Era => state.Era;

    /// <summary>The network has set the board's clock: from now on this is the truth.</summary>
    public void Synchronise()
    {
        if (!IsSet)
        {
            return;
        }

        earlierSyncedAt = state.SyncedAt;
        earlierSyncTicks = state.SyncTicks;
        state.SyncedAt = Now;
        state.SyncTicks = DateTime.UtcNow.Ticks;
    }

    /// <summary>
    /// UTC of a moment, ticks of 100 ns; 0 where it is not known. Between two synchronisations the drift of the sensor's clock is spread evenly; before the
    /// first, time is counted backwards from it.
    /// </summary>
    /// <param name="era">Era of the moment.</param>
    /// <param name="moment">Device time, microseconds.</param>
    public long UtcTicks(int era, long moment)
    {
        if (era == state.Era && state.SyncTicks != 0)
        {
            return earlierSyncTicks != 0 && moment >= earlierSyncedAt && moment <= state.SyncedAt && IsSteady()
                ? Between(moment)
                : state.SyncTicks + ((moment - state.SyncedAt) * TicksPerMicrosecond);
        }

        return era == state.OldEra && state.OldEraTicks != 0 ? state.OldEraTicks + (moment * TicksPerMicrosecond) : 0;
    }

    /// <summary>Minute of the local day, 0 to 1439, or -1 where the time is not known.</summary>
    /// <param name="moment">Device time, microseconds.</param>
    /// <param name="offsetMinutes">Minutes that local time is ahead of UTC.</param>
    public int LocalMinute(long moment, int offsetMinutes)
    {
        var ticks = UtcTicks(state.Era, moment);
        return ticks == 0 ? -1 : (int)(((ticks / 600000000L) + offsetMinutes) % 1440);
    }

    /// <summary>Notes that a sleep begins now.</summary>
    /// <param name="length">How long it is to last, microseconds.</param>
    public void BeginSleep(long length)
    {
        state.SleptAt = Now;
        state.SleepLength = length;
        state.ChipAtSleep = DateTime.UtcNow.Ticks;
    }

    // The clock chip goes on while the board sleeps; where it tells nonsense the sleep has lasted as long as it was to.
    private long Slept()
    {
        var measured = ((DateTime.UtcNow.Ticks - state.ChipAtSleep) / TicksPerMicrosecond) - (long)HighResTimer.GetCurrent();
        var error = measured - state.SleepLength;
        return (error < 0 ? -error : error) * LargestDrift > state.SleepLength ? state.SleepLength : measured;
    }

    private bool IsSteady()
    {
        var device = state.SyncedAt - earlierSyncedAt;
        var error = ((state.SyncTicks - earlierSyncTicks) / TicksPerMicrosecond) - device;
        return (error < 0 ? -error : error) * LargestDrift <= device;
    }

    private long Between(long moment)
    {
        // In milliseconds the products stay below 2^63 for more than a year.
        var device = (state.SyncedAt - earlierSyncedAt) / 1000;
        var error = (state.SyncTicks - earlierSyncTicks) - ((state.SyncedAt - earlierSyncedAt) * TicksPerMicrosecond);
        var share = device == 0 ? 0 : error / 1000 * ((moment - earlierSyncedAt) / 1000) / device * 1000;
        return earlierSyncTicks + ((moment - earlierSyncedAt) * TicksPerMicrosecond) + share;
    }
}
