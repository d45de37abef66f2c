namespace Esp32Aed.Power;

/// <summary>Something that could be changed, and what it brings.</summary>
/// <param name="Change">What to do.</param>
/// <param name="Days">How long the battery would last then.</param>
/// <param name="Gain">Days more than now.</param>
public sealed record Saving(string Change, double Days, double Gain)
{
    private const double LeastGain = 0.01;

    /// <summary>What could be changed, the largest gain first; what brings less than 1 % is left out.</summary>
    /// <param name="cycle">What the sensor does now.</param>
    /// <param name="currents">What it draws now.</param>
    /// <param name="battery">Its battery.</param>
    /// <param name="celsius">Temperature of the battery.</param>
    public static IReadOnlyList<Saving> Of(DutyCycle cycle, Currents currents, Battery battery, double celsius)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(currents);
        ArgumentNullException.ThrowIfNull(battery);
        var now = DutyPlan.Of(cycle, currents, battery, celsius).Days;
        return [.. Changes(cycle, currents)
            .Select(change => (change.What, DutyPlan.Of(change.Cycle, change.Currents, battery, celsius).Days))
            .Select(change => new Saving(change.What, change.Days, change.Days - now))
            .Where(saving => saving.Gain >= LeastGain * now)
            .OrderByDescending(saving => saving.Gain)];
    }

    private static IEnumerable<(string What, DutyCycle Cycle, Currents Currents)> Changes(DutyCycle cycle, Currents currents)
    {
        if (cycle.Sleeps)
        {
            yield return ("listen half as often: double [power] every", cycle with { EverySeconds = 2 * cycle.EverySeconds }, currents);
            yield return ("listen half as long: halve [power] listen", cycle with { ListenSeconds = cycle.ListenSeconds / 2 }, currents);
        }
        else
        {
            yield return ("sleep in between: [power] mode = cycle, listen = 60, every = 600", cycle with { Sleeps = true, ListenSeconds = 60, EverySeconds = 600, KeepsConnected = false }, currents);
            if (!cycle.KeepsConnected)
            {
                yield return ("stay connected: [wifi] keep = yes", cycle with { KeepsConnected = true }, currents);
            }
        }

        var posts = Math.Max(cycle.PostSeconds, cycle.Sleeps ? cycle.EverySeconds : cycle.RecordSeconds);
        yield return (FormattableString.Invariant($"post half as often: [report] post = {2 * posts:F0}"), cycle with { PostSeconds = 2 * posts }, currents);
        if (cycle.QuietHours == 0)
        {
            yield return ("sleep at night: [power] quiet = 22:00-06:00", cycle with { QuietHours = 8 }, currents);
        }

        if (!cycle.SwitchesMicrophone)
        {
            yield return ("switch the microphone's supply by a pin: [microphone] supply", cycle with { SwitchesMicrophone = true }, currents);
        }

        if (!cycle.HasAddress)
        {
            yield return ("fix the address: [wifi] address", cycle with { HasAddress = true }, currents);
        }

        if (cycle.RadioOnWhileAwake)
        {
            yield return ("take an image that turns an idle radio off (aed boards lists them)", cycle with { RadioOnWhileAwake = false }, currents);
        }

        if (currents.Carrier != Carrier.BatteryBoard)
        {
            yield return ("take a board without USB bridge and lamp, made for a cell", cycle, currents with { Carrier = Carrier.BatteryBoard });
        }
    }
}
