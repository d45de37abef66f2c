using System;
using System.Threading;
using Esp32Aed.Detection;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Networking;

namespace Esp32Aed.Sensor;

/// <summary>
/// The one time that the radio is on: join the network, set the clock, post what waits, leave. All of it has a limit of 20 s, which a thread of its own guards:
/// whatever hangs, the radio goes off.
/// </summary>
public sealed class RadioSession
{
    /// <summary>Longest time that the radio is on, milliseconds.</summary>
    public const int LimitMilliseconds = 20000;

    private const int GuardMilliseconds = 19500;
    private const int JoinMilliseconds = 14500;
    private const int LastPostMilliseconds = 17000;
    private const int TimeMilliseconds = 300;
    private const int MostTimeWaits = 8;

    private readonly SensorSettings settings;
    private readonly AcknowledgementLed lamp;
    private readonly UpdateMail updates;
    private readonly SensorCare care;
    private readonly Outbox outbox;
    private readonly IReporter reporter;
    private readonly SensorClock clock;
    private readonly WifiLink wifi;
    private readonly ThreadStart cutOff;
    private readonly bool keepsConnected;
    private readonly bool isOnSinceStart;
    private long began;
    private int arrived;

    /// <summary>Prepares sessions.</summary>
    /// <param name="wake">What is posted, and whereby.</param>
    /// <param name="model">What Home Assistant is told of, or null where it is told nothing.</param>
    /// <param name="cutOff">Turns the radio off for certain, at the limit; called from the guard's thread.</param>
    public RadioSession(Wake wake, Model model, ThreadStart cutOff)
    {
        settings = wake.Settings;
        lamp = new AcknowledgementLed(settings.Report.LedPin);
        care = wake.Care;
        outbox = wake.Outbox;
        clock = wake.Clock;
        wifi = wake.Wifi;
        updates = new UpdateMail(wake);
        reporter = ReporterChoice.Of(
            settings, model == null ? null : model.Labels, model == null ? 0 : model.Checksum, model == null ? null : outbox, updates.Topics, wake.Reason != WakeReason.Wake);
        updates.ReceiveFrom(reporter);
        this.cutOff = cutOff;
        isOnSinceStart = settings.Power.Sleeps;
        keepsConnected = settings.Wifi.KeepsConnected && !isOnSinceStart;
        Sntp.Server1 = settings.Time.Server;
    }

    /// <summary>A record that is posted beside those that wait, or null.</summary>
    public CountRecord Health { get; set; }

    private int Elapsed => (int)((clock.Now - began) / 1000);

    /// <summary>Does all of it.</summary>
    /// <returns>Whether something has arrived, or nothing waited and the receiver was reached.</returns>
    public bool Run()
    {
        var sinceStart = (long)HighResTimer.GetCurrent();
        began = isOnSinceStart ? clock.Now - sinceStart : clock.Now;
        var over = new AutoResetEvent(false);
        if (!keepsConnected)
        {
            new Thread(() => Guard(over)).Start();
        }

        arrived = 0;
        var isReached = false;
        try
        {
            care.Sender.Beat(WatchedPhase.Connecting);
            wifi.Up(clock.Now, JoinMilliseconds - Elapsed);
            SetClock();
            reporter.Open();
            PostAll();
            isReached = true;
            care.Sender.Beat(WatchedPhase.Receiving);
            updates.Take(LastPostMilliseconds - Elapsed);
        }
        catch (Exception e)
        {
            // Whatever it was, the records stay where they are and are tried again.
            Console.WriteLine("report: " + outbox.Count.ToString() + " records wait: " + e.Message);
            wifi.Doubt();
        }

        reporter.Close();
        if (!keepsConnected || !isReached)
        {
            wifi.Down();
        }

        care.Sender.Beat(WatchedPhase.Idle);
        over.Set();
        if (arrived > 0)
        {
            lamp.Blink();
            care.Slots.NoteAcknowledged();
            care.Guard.Succeeded();
        }

        return isReached || arrived > 0;
    }

    private void Guard(AutoResetEvent over)
    {
        if (!over.WaitOne(GuardMilliseconds - Elapsed, false))
        {
            Console.WriteLine("report: the radio was on for too long");
            cutOff();
        }
    }

    private void SetClock()
    {
        Sntp.UpdateNow();

        // The answer comes by itself, after a round trip; certificates can't be checked without it.
        for (var i = 0; i < MostTimeWaits && (i == 0 || !SensorClock.IsSet); i++)
        {
            Thread.Sleep(TimeMilliseconds);
        }

        clock.Synchronise();
    }

    // Arrived records are taken out a window at a time, for each removal is written to flash.
    private void PostAll()
    {
        if (Health != null)
        {
            Post(Health);
            arrived++;
        }

        var sent = 1;
        while (sent > 0 && outbox.Count > 0 && Elapsed < LastPostMilliseconds)
        {
            sent = 0;
            try
            {
                // Where the flash has damaged a record there may be none.
                for (var record = outbox.Peek(0); record != null; record = sent < Outbox.Window && Elapsed < LastPostMilliseconds ? outbox.Peek(sent) : null)
                {
                    Post(record);
                    sent++;
                }
            }
            finally
            {
                if (sent > 0)
                {
                    outbox.Remove(sent);
                    arrived += sent;
                }
            }
        }
    }

    private void Post(CountRecord record)
    {
        care.Sender.Beat(WatchedPhase.Posting);
        var crash = care.Log.Unreported;
        var update = care.Slots.Outcome;
        record.Crash = crash;
        record.Update = update;
        record.StartTicks = clock.UtcTicks(record.Era, record.StartMicroseconds);
        reporter.Post(record);
        if (crash != null)
        {
            care.Log.Reported(crash);
        }

        if (update != null)
        {
            care.Slots.OutcomeReported(update);
        }
    }
}
