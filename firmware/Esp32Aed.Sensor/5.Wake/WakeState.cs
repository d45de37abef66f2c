using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// What the sensor must know after waking, which is a full restart: its boot number, its clock, and when to post. Each start takes a new boot
/// number before it does anything else, so that no number comes twice.
/// </summary>
public sealed class WakeState
{
    private const int Bytes = 97;
    private const int FirstRandomBoot = 1000000;

    // A start that was cut short while it wrote its number may have used it; a number that was damaged later may have been any of the next.
    private const int BootsSkippedAfterDamage = 1000;

    private readonly StateFile file;

    private WakeState(StateFile file) => this.file = file;

    /// <summary>Starts of the device; the first is 1.</summary>
    public int Boot { get; private set; }

    /// <summary>The last thing the sensor did was to go to sleep; only true while a start reads it.</summary>
    public bool WasAsleep { get; private set; }

    /// <summary>Boot with which the present era of the device's time began.</summary>
    public int Era { get; set; }

    /// <summary>Device time at the beginning of the sleep, microseconds.</summary>
    public long SleptAt { get; set; }

    /// <summary>How long the sleep was to last, microseconds.</summary>
    public long SleepLength { get; set; }

    /// <summary>What the clock chip showed at the beginning of the sleep, ticks of 100 ns.</summary>
    public long ChipAtSleep { get; set; }

    /// <summary>Device time of the era's last synchronisation, microseconds.</summary>
    public long SyncedAt { get; set; }

    /// <summary>UTC of the era's last synchronisation, ticks; 0 for none.</summary>
    public long SyncTicks { get; set; }

    /// <summary>The era before, or 0.</summary>
    public int OldEra { get; set; }

    /// <summary>Device time of its last synchronisation, microseconds.</summary>
    public long OldSyncedAt { get; set; }

    /// <summary>UTC of its last synchronisation, ticks; 0 for none.</summary>
    public long OldSyncTicks { get; set; }

    /// <summary>Device time from which on the sensor may post, microseconds.</summary>
    public long NextPost { get; set; }

    /// <summary>Device time until which the last address of the Wi-Fi may be used, microseconds.</summary>
    public long AddressUntil { get; set; }

    /// <summary>Device time at which the last time of listening began, microseconds.</summary>
    public long ListenedAt { get; set; }

    /// <summary>Posts that failed, one after the other.</summary>
    public int Failures { get; set; }

    /// <summary>Reads the state and takes the boot number of this start.</summary>
    /// <param name="path">Path of the state's files, without ending.</param>
    public static WakeState Begin(string path)
    {
        var state = new WakeState(new StateFile(path));
        try
        {
            var content = state.file.Read();
            if (content != null && content.Length == Bytes)
            {
                state.Take(content);
                state.Boot += state.file.IsDamaged ? BootsSkippedAfterDamage : 1;
            }
            else
            {
                state.Boot = content == null && !state.file.IsDamaged ? 1 : RandomBoot();
            }

            state.Write(false);
        }
        catch (IOException e)
        {
            Console.WriteLine("boot: " + path + " can't be kept: " + e.Message);
            state.Boot = RandomBoot();
        }

        return state;
    }

    /// <summary>Keeps the state, as the last thing before sleeping.</summary>
    public void SaveForSleep() => TryWrite(true);

    /// <summary>Keeps the state while awake.</summary>
    public void Save() => TryWrite(false);

    // Far from where it would overflow.
    private static int RandomBoot() => FirstRandomBoot + new Random().Next(1 << 30);

    private void TryWrite(bool isAsleep)
    {
        try
        {
            Write(isAsleep);
        }
        catch (IOException e)
        {
            // An older state costs a date or an early post, never a count.
            Console.WriteLine("state: can't be kept: " + e.Message);
        }
    }

    private void Write(bool isAsleep)
    {
        var content = new byte[Bytes];
        content[0] = isAsleep ? (byte)1 : (byte)0;
        Put(content, 1, Boot);
        Put(content, 5, Era);
        Put(content, 9, SleptAt);
        Put(content, 17, SleepLength);
        Put(content, 25, ChipAtSleep);
        Put(content, 33, SyncedAt);
        Put(content, 41, SyncTicks);
        Put(content, 49, OldEra);
        Put(content, 53, OldSyncedAt);
        Put(content, 61, OldSyncTicks);
        Put(content, 69, NextPost);
        Put(content, 77, AddressUntil);
        Put(content, 85, ListenedAt);
        Put(content, 93, Failures);
        file.Write(content);
    }

    private void Take(byte[] content)
    {
        WasAsleep = content[0] == 1;
        Boot = BitConverter.ToInt32(content, 1);
        Era = BitConverter.ToInt32(content, 5);
        SleptAt = BitConverter.ToInt64(content, 9);
        SleepLength = BitConverter.ToInt64(content, 17);
        ChipAtSleep = BitConverter.ToInt64(content, 25);
        SyncedAt = BitConverter.ToInt64(content, 33);
        SyncTicks = BitConverter.ToInt64(content, 41);
        OldEra = BitConverter.ToInt32(content, 49);
        OldSyncedAt = BitConverter.ToInt64(content, 53);
        OldSyncTicks = BitConverter.ToInt64(content, 61);
        NextPost = BitConverter.ToInt64(content, 69);
        AddressUntil = BitConverter.ToInt64(content, 77);
        ListenedAt = BitConverter.ToInt64(content, 85);
        Failures = BitConverter.ToInt32(content, 93);
    }

    private static void Put(byte[] content, int at, long value) => Array.Copy(BitConverter.GetBytes(value), 0, content, at, 8);

    private static void Put(byte[] content, int at, int value) => Array.Copy(BitConverter.GetBytes(value), 0, content, at, 4);
}
