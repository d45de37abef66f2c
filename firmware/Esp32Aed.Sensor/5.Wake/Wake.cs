using System;
using System.Threading;
using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.Sensor;

/// <summary>
/// One start of the sensor, from waking to sleeping: what it kept over the sleep, and what all kinds of wakes share. A sensor on a battery has two: it
/// listens (<see cref="CountingSensor"/>) with the radio off, and where it is time to post it starts again with the radio on (<see cref="PostingWake"/>).
/// </summary>
public sealed class Wake
{
    /// <summary>Where the sensor's files are.</summary>
    public const string Drive = "I:\\";

    /// <summary>Bytes that the records which wait may take.</summary>
    public const int OutboxBytes = 42 * Journal.SegmentBytes;

    private const int FillingRecords = 100;
    private const long ShortSleepMicroseconds = 1000000;

    private readonly Random random;

    /// <summary>Takes up what was kept.</summary>
    /// <param name="settings">All that the sensor is told.</param>
    /// <param name="care">What looks after this start.</param>
    /// <param name="state">What was kept.</param>
    /// <param name="isFromSleep">The timer has ended a deep sleep.</param>
    public Wake(SensorSettings settings, SensorCare care, WakeState state, bool isFromSleep)
    {
        Settings = settings;
        Care = care;
        State = state;

        // Not before the settings were read: see SegmentStore.
        Outbox = new Outbox(Drive + "outbox", OutboxBytes);
        State.SettleBoot(Outbox.Next);
        Console.WriteLine("boot " + State.Boot.ToString());
        Clock = new SensorClock(State);
        Plan = new PostPlan(State, settings.Report);
        if (State.HasDiedPosting)
        {
            Plan.Failed(Clock.Now);
        }

        if (Clock.IsNewEra)
        {
            Plan.StartAfresh(Clock.Now);
        }

        Wifi = new WifiLink(settings.Wifi, State, Drive + "wifi");
        Reason = isFromSleep ? WakeReason.Wake : WakeReason.Of(care.Guard.LastEnd, care.Slots.IsOnTrial);
        random = new Random((State.Boot * 31) + (int)(Clock.Now & 0xFFFFFF));
    }

    /// <summary>All that the sensor is told.</summary>
    public SensorSettings Settings { get; }

    /// <summary>What is kept over sleeps.</summary>
    public WakeState State { get; }

    /// <summary>What looks after this start.</summary>
    public SensorCare Care { get; }

    /// <summary>Why the board was started, see <see cref="WakeReason"/>.</summary>
    public byte Reason { get; }

    /// <summary>The sensor's time.</summary>
    public SensorClock Clock { get; }

    /// <summary>Records that wait.</summary>
    public Outbox Outbox { get; }

    /// <summary>When to post.</summary>
    public PostPlan Plan { get; }

    /// <summary>The Wi-Fi.</summary>
    public WifiLink Wifi { get; }

    /// <summary>
    /// This start is for posting: the sensor is on a battery, and the radio is on. That is so after <see cref="SleepToPost"/>, and after flashing, when the
    /// first thing to do is to get the time. A radio that could not be turned off does not keep the sensor from listening.
    /// </summary>
    public bool IsForPosting => Settings.Power.Sleeps && RadioSwitch.IsOn && (Reason != WakeReason.Wake || IsPostDue);

    /// <summary>It is time to post; a trial waits for it.</summary>
    public bool IsPostDue => (Care.Slots.IsOnTrial && Outbox.Count > 0) || Plan.IsDue(Clock.Now, Outbox.Count, Outbox.Count >= FillingRecords);

    /// <summary>Minutes until the quiet hours are over, or 0 outside of them.</summary>
    public int QuietMinutesLeft => WakePlan.QuietMinutesLeft(Settings.Power, LocalMinute(Clock.Now));

    /// <summary>Spares the drive: now and then, at random, the flashed model is put elsewhere.</summary>
    public void SpareDrive()
    {
        if (Settings.Power.Sleeps && random.NextDouble() * FileRelocation.PeriodSeconds < Settings.Power.EverySeconds)
        {
            FileRelocation.Run(Drive + Settings.ModelFile);
        }
    }

    /// <summary>Starts again at once where the radio is on though nothing is to be posted, so that it does not listen with it on.</summary>
    public void TurnRadioOff()
    {
        RadioSwitch.Set(false);
        if (!RadioSwitch.IsOn)
        {
            SleepFor(ShortSleepMicroseconds, false);
        }
    }

    /// <summary>Sleeps until it is time to listen; does not return.</summary>
    public void SleepToListen()
    {
        var now = Clock.Now;
        SleepFor(WakePlan.Sleep(Settings.Power, State.ListenedAt, now, LocalMinute(now), random.NextDouble()), !Settings.Power.Sleeps);
    }

    /// <summary>Starts again at once, with the radio on; does not return.</summary>
    public void SleepToPost() => SleepFor(ShortSleepMicroseconds, true);

    /// <summary>Starts again after a pause, with the radio on; does not return.</summary>
    /// <param name="seconds">The pause.</param>
    public void SleepToPostAfter(int seconds) => SleepFor(seconds * ShortSleepMicroseconds, true);

    private int LocalMinute(long moment) => Clock.LocalMinute(moment, Settings.Time.OffsetMinutes);

    private void SleepFor(long microseconds, bool withRadio)
    {
        RadioSwitch.Set(withRadio);
        State.WillBeQuiet = !withRadio && Care.IsQuiet;
        State.WillPost = withRadio && Settings.Power.Sleeps;
        Clock.BeginSleep(microseconds);
        State.SaveForSleep();
        Sleep.EnableWakeupByTimer(TimeSpan.FromTicks(microseconds * 10));
        Sleep.StartDeepSleep();
        Thread.Sleep(Timeout.Infinite);
    }
}
