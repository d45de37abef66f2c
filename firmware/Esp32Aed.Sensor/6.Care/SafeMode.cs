using System;

namespace Esp32Aed.Sensor;

/// <summary>
/// What a sensor does after three bad starts in a row: it neither listens nor loads a model; it posts its health and takes updates, with growing
/// pauses, the first before the first session where the start before ended badly, so that nothing wears the battery down. It always comes back:
/// after an accepted update, once a day, and where only power was short after a session that went well, the next start listens, on probation.
/// </summary>
public sealed class SafeMode
{
    private readonly BootGuard guard;
    private readonly UpdateSlots slots;
    private bool pausesFirst;

    /// <summary>Makes the mode.</summary>
    public SafeMode(BootGuard guard, UpdateSlots slots)
    {
        this.guard = guard;
        this.slots = slots;
        pausesFirst = guard.LastEnd != null;
    }

    /// <summary>One session, or a pause before it.</summary>
    /// <param name="session">How to reach the receiver.</param>
    /// <returns>Seconds to pause before the next call, asleep or awake; 0 to restart the board at once.</returns>
    public int Round(IHealthSession session)
    {
        var hasHope = false;
        if (!pausesFirst && !guard.IsProbationDue)
        {
            hasHope = TryRun(session) && guard.IsSafeForPower;
        }

        // One may be on trial already: power was cut between its acceptance and the restart.
        pausesFirst = false;
        hasHope |= slots.IsRestartDue || slots.IsOnTrial;
        if (hasHope || guard.IsProbationDue)
        {
            guard.Restarting(hasHope);
            return 0;
        }

        return guard.NextPause();
    }

    private static bool TryRun(IHealthSession session)
    {
        try
        {
            session.Run();
            return true;
        }
        catch (Exception e)
        {
            // Whatever it was, the next pause is longer.
            Console.WriteLine("safe mode: " + e.Message);
            return false;
        }
    }
}
