using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// Counts starts that ended badly, and decides on safe mode. A start ended (1) in a crash where <see cref="CrashLog"/> has a new note, (2) well where this
/// one woke from deep sleep or the restart was wanted, (3) by loss of power otherwise. Three crashes in a row, or three starts in a row that lost power within
/// a minute, start safe mode; a crash in a session is in a row with the next one until a session has gone well. Once a day, after an accepted
/// update, and where only power was short after a session that went well, a start is on probation: it listens as usual, and is back in safe
/// mode after the next crash.
/// </summary>
/// <remarks>A healthy sensor that wakes from deep sleep writes nothing here. What can't be written counts for this start only.</remarks>
public sealed class BootGuard
{
    /// <summary>What <see cref="LastEnd"/> says where power was lost.</summary>
    public const string PowerLoss = "brown-out or power cut";

    /// <summary>Bad starts in a row that start safe mode.</summary>
    public const int MostBadStarts = 3;

    /// <summary>A start is short below so many seconds.</summary>
    public const int ShortStartSeconds = 60;

    /// <summary>Pauses in safe mode add up to so many seconds before a probation.</summary>
    public const int ProbationSeconds = 86400;

    private const int FirstPauseSeconds = 60;
    private const int LongestPauseSeconds = 3600;

    private readonly StateFile file;
    private GuardState state;
    private bool isKept = true;

    private BootGuard(string path) => file = new StateFile(path);

    /// <summary>The start after an orderly sleep need not be judged: nothing is counted, and that is on the drive.</summary>
    public bool IsQuiet => isKept && (state == null || state.IsQuiet);

    /// <summary>How the start before this one ended badly, or null where it did not.</summary>
    public string LastEnd { get; private set; }

    /// <summary>How the start before failed in a way that an update on trial may be to blame for, or null. A single loss of power is none.</summary>
    public string Failure { get; private set; }

    /// <summary>No microphone and no model in this start: only health is reported, and updates are taken.</summary>
    public bool IsSafe { get; private set; }

    /// <summary>Safe mode has to do with power only: a session that goes well shows that there is enough again.</summary>
    public bool IsSafeForPower => IsSafe && state.Crashes < MostBadStarts;

    /// <summary>Safe mode has lasted a day: the next start is on probation.</summary>
    public bool IsProbationDue => IsSafe && state.SafeSeconds >= ProbationSeconds;

    /// <summary>Begins a start: the first thing a program does.</summary>
    /// <param name="path">Path of the state's files, without their endings.</param>
    /// <param name="wokeFromSleep">The board woke from deep sleep; there is no other way to get there than to have gone to sleep in order.</param>
    /// <param name="log">The crash log, which gets a note where power was lost.</param>
    public static BootGuard Begin(string path, bool wokeFromSleep, CrashLog log)
    {
        var guard = new BootGuard(path);
        guard.Judge(wokeFromSleep, log);
        return guard;
    }

    /// <summary>Begins a start of which <see cref="IsQuiet"/> told before the sleep that there is nothing to judge; nothing is read.</summary>
    /// <param name="path">Path of the state's files, without their endings.</param>
    public static BootGuard Quiet(string path) => new BootGuard(path);

    /// <summary>Tells how long the start has lasted; call it now and then.</summary>
    /// <param name="microsecondsSinceStart">Time since the start.</param>
    public void Tick(long microsecondsSinceStart)
    {
        if (state != null && state.Phase == GuardState.Young && microsecondsSinceStart >= ShortStartSeconds * 1000000L)
        {
            state.Phase = GuardState.Settled;
            Save();
        }
    }

    /// <summary>An interval was recorded and a session went well: earlier crashes count no more, and a probation is passed.</summary>
    public void Succeeded()
    {
        if (!IsSafe && state != null && (state.Crashes > 0 || state.ShortStarts > 0 || state.IsOnProbation))
        {
            state.Clear();
            Save();
        }
    }

    /// <summary>The program is about to restart the board on purpose.</summary>
    /// <param name="leavesSafeMode">There is reason to hope: the next start is on probation, if this one is in safe mode.</param>
    public void Restarting(bool leavesSafeMode)
    {
        if (IsSafe && leavesSafeMode)
        {
            BeginProbation();
        }

        Load();
        state.Phase = GuardState.Restarting;
        Save();
    }

    /// <summary>The next pause of safe mode, seconds: a minute, then twice as long each time, up to an hour.</summary>
    public int NextPause()
    {
        var seconds = FirstPauseSeconds;
        Load();
        for (var i = 0; i < state.Pauses && seconds < LongestPauseSeconds; i++)
        {
            seconds *= 2;
        }

        seconds = seconds < LongestPauseSeconds ? seconds : LongestPauseSeconds;
        state.Pauses++;
        state.SafeSeconds += seconds;
        Save();
        return seconds;
    }

    private void Load()
    {
        if (state == null)
        {
            TryRead();
        }
    }

    private static bool AreEqual(byte[] left, byte[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i])
            {
                return false;
            }
        }

        return true;
    }

    private void Judge(bool wokeFromSleep, CrashLog log)
    {
        var isFirst = !TryRead();
        var before = state.ToBytes();
        if (log.Number != state.CountedNote)
        {
            CountCrash(log);
        }
        else if (isFirst || wokeFromSleep || state.Phase == GuardState.Restarting)
        {
            CountGoodEnd();
        }
        else
        {
            CountPowerLoss(log);
        }

        state.Phase = wokeFromSleep ? GuardState.Settled : GuardState.Young;
        if (IsCountedOut() && !state.IsOnProbation && state.SafeSeconds >= ProbationSeconds)
        {
            BeginProbation();
        }

        IsSafe = IsCountedOut() && !state.IsOnProbation;
        if (isFirst || !AreEqual(before, state.ToBytes()))
        {
            Save();
        }
    }

    private bool IsCountedOut() => state.Crashes >= MostBadStarts || state.ShortStarts >= MostBadStarts;

    private void CountCrash(CrashLog log)
    {
        state.CountedNote = log.Number;
        state.Crashes++;
        state.ShortStarts = 0;
        state.HasSessionCrash |= WatchedPhase.IsSession(log.Phase);
        LastEnd = log.Text;
        Failure = log.Text;
        EndProbation();
    }

    private void CountGoodEnd()
    {
        // In safe mode, and on probation, only success counts.
        if (!IsCountedOut())
        {
            state.ShortStarts = 0;
            state.Crashes = state.HasSessionCrash ? state.Crashes : 0;
        }
    }

    private void CountPowerLoss(CrashLog log)
    {
        var isShort = state.Phase == GuardState.Young;
        state.ShortStarts = isShort ? state.ShortStarts + 1 : 0;
        log.NotePowerLoss();
        state.CountedNote = log.Number;
        LastEnd = PowerLoss;
        if (state.ShortStarts >= MostBadStarts)
        {
            Failure = "power lost within a minute, three times in a row";
            EndProbation();
        }
    }

    private void BeginProbation()
    {
        state.IsOnProbation = true;
        state.SafeSeconds = 0;
    }

    private void EndProbation()
    {
        if (state.IsOnProbation)
        {
            state.IsOnProbation = false;
            state.SafeSeconds = 0;
        }
    }

    private bool TryRead()
    {
        try
        {
            state = GuardState.Read(file.Read());
        }
        catch (IOException e)
        {
            isKept = false;
            Console.WriteLine("guard: the state can't be read: " + e.Message);
        }

        var isKnown = state != null;
        state ??= new GuardState();
        return isKnown;
    }

    private void Save()
    {
        try
        {
            isKept = false;
            file.Write(state.ToBytes());
            isKept = true;
        }
        catch (IOException e)
        {
            Console.WriteLine("guard: the state can't be written: " + e.Message);
        }
    }
}
