namespace Esp32Aed.Power;

/// <summary>Where charge goes.</summary>
/// <param name="Use">What for.</param>
/// <param name="SecondsPerDay">How long in a day.</param>
/// <param name="MilliampereHoursPerDay">Charge at the cell.</param>
public sealed record ChargeUse(string Use, double SecondsPerDay, double MilliampereHoursPerDay);

/// <summary>How long a battery lasts.</summary>
public sealed class DutyPlan
{
    private const double SecondsOfADay = 86400;
    private const double HoursOfADay = 24;
    private const double RoundingSeconds = 1e-6;
    private readonly List<ChargeUse> uses = [];
    private readonly Currents currents;

    private DutyPlan(DutyCycle cycle, Currents currents, Battery battery, double celsius)
    {
        this.currents = currents;
        Meter = new EnergyMeter(currents);
        UsableMilliampereHours = battery.CapacityMilliampereHours * Battery.ShareAt(celsius) * currents.Carrier.UsableShare.Value;
        Spend(cycle);
        Note("board: regulator, USB bridge, lamps", PowerState.Carrier, SecondsOfADay);
        uses.Add(new ChargeUse("self-discharge of the cell", SecondsOfADay, battery.SelfDischargeMilliamperes * HoursOfADay));
    }

    /// <summary>Charge of one day in each state; without the cell's self-discharge.</summary>
    public EnergyMeter Meter { get; }

    /// <summary>Where the charge of a day goes, in the order of a wake.</summary>
    public IReadOnlyList<ChargeUse> Uses => uses;

    /// <summary>Seconds of a day that are listened to.</summary>
    public double ListenedSecondsPerDay { get; private set; }

    /// <summary>Posts of a day.</summary>
    public double PostsPerDay { get; private set; }

    /// <summary>What the cell gives at this temperature to this board, mAh.</summary>
    public double UsableMilliampereHours { get; }

    /// <summary>What flows on average out of the cell, its self-discharge included, mA.</summary>
    public double AverageMilliamperes => uses.Sum(use => use.MilliampereHoursPerDay) / HoursOfADay;

    /// <summary>How long the battery lasts.</summary>
    public double Days => UsableMilliampereHours / (AverageMilliamperes * HoursOfADay);

    /// <summary>Makes the plan.</summary>
    /// <param name="cycle">What the sensor does.</param>
    /// <param name="currents">What it draws.</param>
    /// <param name="battery">Its battery.</param>
    /// <param name="celsius">Temperature of the battery, as in <see cref="Battery.ShareAt"/>.</param>
    public static DutyPlan Of(DutyCycle cycle, Currents currents, Battery battery, double celsius)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(currents);
        ArgumentNullException.ThrowIfNull(battery);
        return new DutyPlan(cycle, currents, battery, celsius);
    }

    private void Spend(DutyCycle cycle)
    {
        var active = SecondsOfADay * (1 - (cycle.QuietHours / HoursOfADay));
        var cycleSeconds = cycle.Sleeps ? cycle.EverySeconds : SecondsOfADay;
        var wakes = cycle.Sleeps ? active / cycleSeconds : cycle.QuietHours > 0 ? 1 : 0;
        PostsPerDay = active / Math.Max(cycle.PostSeconds, cycle.Sleeps ? cycle.EverySeconds : cycle.RecordSeconds);
        var radio = PostsPerDay * Timings.Radio(cycle);
        var starting = wakes * Timings.Boot.Value;

        // A sensor that sleeps starts anew to post, with the radio on; one that does not listens meanwhile.
        var startingToPost = cycle.Sleeps ? PostsPerDay * Timings.Boot.Value : 0;
        ListenedSecondsPerDay = cycle.Sleeps ? wakes * cycle.ListenSeconds : Math.Max(0, active - starting);
        var microphone = ListenedSecondsPerDay + (wakes * Timings.MicrophoneStart.Value);
        var listening = Math.Max(0, cycle.Sleeps ? microphone : microphone - radio);
        var asleep = Math.Max(0, SecondsOfADay - starting - listening - startingToPost - radio);

        Chip("deep sleep", PowerState.DeepSleep, asleep);
        Chip("starting up", Awake(cycle), starting);
        if (cycle is { KeepsConnected: true, Sleeps: false })
        {
            Chip("listening: processor", PowerState.Processor, listening * (1 - Timings.BeaconShare.Value));
            Chip("kept Wi-Fi connection", PowerState.RadioReceive, listening * Timings.BeaconShare.Value);
        }
        else
        {
            Chip(Awake(cycle) == PowerState.Processor ? "listening: processor" : "listening: processor and idle radio", Awake(cycle), listening);
        }

        Chip("starting up to post", PowerState.RadioReceive, startingToPost);
        Chip("Wi-Fi: connecting, waiting", PowerState.RadioReceive, radio * (1 - Timings.TransmitShare.Value));
        Chip("Wi-Fi: sending", PowerState.RadioTransmit, radio * Timings.TransmitShare.Value);
        Chip("microphone at work", PowerState.Microphone, Math.Min(SecondsOfADay, microphone));
        Chip("microphone waiting", PowerState.MicrophoneStandby, cycle.SwitchesMicrophone ? 0 : Math.Max(0, SecondsOfADay - microphone));
    }

    private static PowerState Awake(DutyCycle cycle) => cycle.RadioOnWhileAwake ? PowerState.RadioReceive : PowerState.Processor;

    private void Chip(string use, PowerState state, double seconds)
    {
        if (seconds > RoundingSeconds)
        {
            Meter.Add(state, seconds);
            Note(use, state, seconds);
        }
    }

    private void Note(string use, PowerState state, double seconds) =>
        uses.Add(new ChargeUse(use, seconds, currents.FromCell(state) * seconds / (SecondsOfADay / HoursOfADay)));
}
