namespace Esp32Aed.Sensor;

/// <summary>One thread's sign of life; see <see cref="Watchdog"/>.</summary>
public sealed class WatchedLoop
{
    private const int PhaseMask = 255;

    // Phase in the low byte, signs of life above. One thread writes it, the watchdog only reads it.
    private int mark;
    private int seen;
    private int looks;

    /// <summary>What the loop is at.</summary>
    public int Phase => mark & PhaseMask;

    /// <summary>Says that the loop lives, and what it is at now.</summary>
    /// <param name="phase">See <see cref="WatchedPhase"/>.</param>
    public void Beat(int phase) => mark = ((mark | PhaseMask) + 1) | phase;

    /// <summary>Looks, as the watchdog does every few seconds.</summary>
    /// <param name="secondsPerLook">Seconds from one look to the next.</param>
    /// <returns>Whether the phase has lasted longer than it may, without a sign of life.</returns>
    internal bool IsStuck(int secondsPerLook)
    {
        var now = mark;
        if (now != seen)
        {
            seen = now;
            looks = 0;
            return false;
        }

        looks++;
        var limit = WatchedPhase.LimitSeconds(now & PhaseMask);
        return limit > 0 && looks * secondsPerLook > limit;
    }
}
