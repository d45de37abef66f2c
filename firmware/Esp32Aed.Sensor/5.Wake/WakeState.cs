using System;
using System.IO;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;

namespace Esp32Aed.Sensor;

/// <summary>
/// What the sensor must know after waking, which is a full restart: its boot number, its clock, and when to post. No boot number comes twice: a start that
/// the timer has woken in order takes the number after the one kept at the sleep, and writes nothing until it sleeps itself; any other start
/// passes over the number that such a start may have used, and writes its own before it does anything else. Where no number can be read or kept it is drawn by
/// lot (<see cref="SettleBoot"/>); records stay apart even then, by <see cref="CountRecord.Sequence"/>.
/// </summary>
public sealed class WakeState
{
    private const int Bytes = 69;
    private const int AsleepFlag = 1;
    private const int QuietFlag = 2;
    private const int PostFlag = 4;
    private const int FirstDrawnBoot = 1000000;
    private const int DrawnBoots = 1 << 30;
    private const long DrawStep = 1000003;
    private const int MostBootsBeforeFirst = 2000000000;
    private const long Second = 1000000;
    private const int MostFailures = 255;

    // A number that was damaged later may have been any of the next.
    private const int BootsSkippedAfterDamage = 1000;

    // The clock chip goes on over a sleep and begins at 1970 without power: only a sleep whose state could not be kept is in this year.
    private const int YearOfLostSleep = 2000;

    private readonly StateName file;
    private bool wasQuiet;
    private bool wasToPost;
    private bool isDrawn;

    private WakeState(StateName file) => this.file = file;

    /// <summary>Starts of the device; the first is 1, or one more than its deployment wrote. Numbers may be left out.</summary>
    public int Boot { get; private set; }

    /// <summary>The last thing the sensor did was to go to sleep; only true while a start reads it.</summary>
    public bool WasAsleep { get; private set; }

    /// <summary>The timer has woken the sensor in order, and before the sleep there was nothing that care must look at.</summary>
    public bool IsQuiet { get; private set; }

    /// <summary>For the next start: there is nothing that care must look at.</summary>
    public bool WillBeQuiet { get; set; }

    /// <summary>For the next start: it is for posting.</summary>
    public bool WillPost { get; set; }

    /// <summary>The timer has woken the sensor in order, and this start is for posting.</summary>
    public bool IsSentToPost { get; private set; }

    /// <summary>The start before was for posting, and ended before it could sleep: by a power cut, or by a crash.</summary>
    public bool HasDiedPosting { get; private set; }

    /// <summary>Boot with which the present era of the device's time began.</summary>
    public int Era { get; set; }

    /// <summary>Device time at the beginning of the sleep, microseconds.</summary>
    public long SleptAt { get; set; }

    /// <summary>How long the sleep was to last, microseconds; kept to the millisecond.</summary>
    public long SleepLength { get; set; }

    /// <summary>What the clock chip showed at the beginning of the sleep, ticks of 100 ns.</summary>
    public long ChipAtSleep { get; set; }

    /// <summary>Device time of the era's last synchronisation, microseconds.</summary>
    public long SyncedAt { get; set; }

    /// <summary>UTC of the era's last synchronisation, ticks; 0 for none.</summary>
    public long SyncTicks { get; set; }

    /// <summary>The era before, or 0.</summary>
    public int OldEra { get; set; }

    /// <summary>UTC at which its device time began, by its last synchronisation, ticks; 0 where there was none.</summary>
    public long OldEraTicks { get; set; }

    /// <summary>Device time from which on the sensor may post, microseconds; kept to the second.</summary>
    public long NextPost { get; set; }

    /// <summary>Device time until which the last address of the Wi-Fi may be used, microseconds; kept to the second.</summary>
    public long AddressUntil { get; set; }

    /// <summary>Device time at which the last time of listening began, microseconds; kept to the second.</summary>
    public long ListenedAt { get; set; }

    /// <summary>Posts that failed, one after the other; kept up to 255.</summary>
    public int Failures { get; set; }

    /// <summary>Strength of the Wi-Fi's signal at the last scan, dBm; 0 where none was made.</summary>
    public int Rssi { get; set; }

    /// <summary>Reads the state and takes the boot number of this start.</summary>
    /// <param name="path">Folder of the state, without a backslash at its end. The file with this path and the ending <c>.first</c>, if there is one, holds the number before the first (decimal).</param>
    /// <param name="isFromSleep">The timer has ended a deep sleep.</param>
    public static WakeState Begin(string path, bool isFromSleep)
    {
        var state = new WakeState(new StateName(path));
        try
        {
            state.TakeNumber(path, isFromSleep);
        }
        catch (IOException e)
        {
            Console.WriteLine("boot: " + path + " can't be kept: " + e.Message);
            state.isDrawn = true;
            state.SettleBoot(0);
        }

        return state;
    }

    /// <summary>
    /// Draws the boot number where none could be read or kept. Drawn from the clock alone it would often be the same, for without power the clock begins at 1970.
    /// </summary>
    /// <param name="ordinal">Ordinal of the outbox's next record, which no other start that made a record has had.</param>
    public void SettleBoot(int ordinal)
    {
        if (isDrawn)
        {
            var microseconds = (long)HighResTimer.GetCurrent();
            var seed = DateTime.UtcNow.Ticks + microseconds + (ordinal * DrawStep);
            Boot = FirstDrawnBoot + new Random((int)(seed & int.MaxValue)).Next(DrawnBoots);
        }
    }

    /// <summary>Keeps the state, as the last thing before sleeping.</summary>
    public void SaveForSleep()
    {
        if (!TryWrite(true))
        {
            MarkAsLost();
        }
    }

    /// <summary>Keeps the state before a sleep of which it knows nothing: the start after it begins an era.</summary>
    public void SaveForPause()
    {
        // A number that was not settled is none to go on from.
        if (isDrawn || !TryWrite(false))
        {
            MarkAsLost();
        }
    }

    /// <summary>Keeps the state while awake.</summary>
    public void Save() => TryWrite(false);

    private static int BootBeforeFirst(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        var number = 0;
        foreach (var digit in File.ReadAllBytes(path))
        {
            if (digit < '0' || digit > '9' || number > MostBootsBeforeFirst / 10)
            {
                Console.WriteLine("boot: " + path + " is no number below " + MostBootsBeforeFirst.ToString() + "; counting begins at 1");
                return 0;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }

    // The start after this sleep must not take up the state before.
    private static void MarkAsLost() => Rtc.SetSystemTime(new DateTime(YearOfLostSleep, 1, 1));

    private void TakeNumber(string path, bool isFromSleep)
    {
        var content = file.Read();
        var isDamaged = file.IsDamaged || (content != null && content.Length != Bytes);
        if (content != null && content.Length == Bytes)
        {
            Take(content);
        }
        else if (isDamaged)
        {
            throw new IOException("it is damaged");
        }
        else
        {
            Boot = BootBeforeFirst(path + ".first");
        }

        var isLost = DateTime.UtcNow.Year == YearOfLostSleep;
        if (isLost)
        {
            Rtc.SetSystemTime(new DateTime(1970, 1, 1));
        }

        var mayHaveBeenUsed = WasAsleep;
        WasAsleep &= isFromSleep && !isLost && !isDamaged;
        var isInOrder = WasAsleep && DateTime.UtcNow.Ticks >= ChipAtSleep;
        IsQuiet = isInOrder && wasQuiet;
        IsSentToPost = isInOrder && wasToPost;
        if (isInOrder)
        {
            Boot++;
            return;
        }

        HasDiedPosting = mayHaveBeenUsed && wasToPost;
        Boot += isDamaged ? BootsSkippedAfterDamage : mayHaveBeenUsed ? 2 : 1;
        Write(false);
        if (isDamaged)
        {
            // Over the older file too: were the newer damaged again, the same numbers would follow.
            Write(false);
        }
    }

    private bool TryWrite(bool isAsleep)
    {
        try
        {
            Write(isAsleep);
            return true;
        }
        catch (IOException e)
        {
            // An older state costs a date or an early post, never a count.
            Console.WriteLine("state: can't be kept: " + e.Message);
            return false;
        }
    }

    private void Write(bool isAsleep)
    {
        var content = new byte[Bytes];
        content[0] = (byte)((isAsleep ? AsleepFlag : 0) | (WillBeQuiet ? QuietFlag : 0) | (WillPost ? PostFlag : 0));
        content[1] = (byte)(Failures < MostFailures ? Failures : MostFailures);
        content[2] = (byte)Rssi;
        Put(content, 3, 4, Boot);
        Put(content, 7, 4, Era);
        Put(content, 11, 7, SleptAt);
        Put(content, 18, 4, SleepLength / 1000);
        Put(content, 22, 8, ChipAtSleep);
        Put(content, 30, 7, SyncedAt);
        Put(content, 37, 8, SyncTicks);
        Put(content, 45, 4, OldEra);
        Put(content, 49, 8, OldEraTicks);
        Put(content, 57, 4, (NextPost + Second - 1) / Second);
        Put(content, 61, 4, AddressUntil / Second);
        Put(content, 65, 4, (ListenedAt + (Second / 2)) / Second);
        file.Write(content);
    }

    private void Take(byte[] content)
    {
        WasAsleep = (content[0] & AsleepFlag) != 0;
        wasQuiet = (content[0] & QuietFlag) != 0;
        wasToPost = (content[0] & PostFlag) != 0;
        Failures = content[1];
        Rssi = (sbyte)content[2];
        Boot = (int)Get(content, 3, 4);
        Era = (int)Get(content, 7, 4);
        SleptAt = Get(content, 11, 7);
        SleepLength = Get(content, 18, 4) * 1000;
        ChipAtSleep = Get(content, 22, 8);
        SyncedAt = Get(content, 30, 7);
        SyncTicks = Get(content, 37, 8);
        OldEra = (int)Get(content, 45, 4);
        OldEraTicks = Get(content, 49, 8);
        NextPost = Get(content, 57, 4) * Second;
        AddressUntil = Get(content, 61, 4) * Second;
        ListenedAt = Get(content, 65, 4) * Second;
    }

    private static void Put(byte[] content, int at, int count, long value) => Array.Copy(BitConverter.GetBytes(value), 0, content, at, count);

    // Nothing that is kept in fewer than eight bytes is below zero.
    private static long Get(byte[] content, int at, int count)
    {
        var bytes = new byte[8];
        Array.Copy(content, at, bytes, 0, count);
        return BitConverter.ToInt64(bytes, 0);
    }
}
