using System;
using System.IO;
using System.Threading;
using Esp32Aed.Detection;
using Esp32Aed.Kernels;
using Esp32Aed.Models;
using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.Sensor;

/// <summary>
/// The sensor while it listens: (1) a hop of sound from the microphone goes through the detection chain, (2) at the end of each interval its tally
/// becomes a record in the outbox, (3) a radio session posts what waits there. (4) The load is watched: a processor that can't keep up listens in bursts.
/// (5) A sensor on a battery sleeps after one interval; waking is a new start.
/// </summary>
public sealed class CountingSensor
{
    private const int RetryMilliseconds = 5000;
    private const int MostTries = 120;

    private readonly SensorSettings settings;
    private readonly Model model;
    private readonly SoundChain chain;
    private readonly Wake wake;
    private readonly IntervalKeeper interval;
    private readonly AutoResetEvent added = new AutoResetEvent(false);
    private I2sMicrophone microphone;
    private ProcessorLoad load;

    /// <summary>Makes the sensor of one wake.</summary>
    /// <param name="wake">This start.</param>
    /// <param name="model">What it listens for.</param>
    public CountingSensor(Wake wake, Model model)
    {
        this.wake = wake;
        this.model = model;
        settings = wake.Settings;
        chain = MakeChain();
        interval = new IntervalKeeper(wake, model);
    }

    /// <summary>Listens and reports until the next sleep, or for as long as the board has power; does not return.</summary>
    public void Run()
    {
        wake.State.ListenedAt = wake.Clock.Now;
        microphone = new I2sMicrophone(settings, model.SampleRate, model.HopLength);
        load = new ProcessorLoad(microphone.HopMicroseconds);
        interval.Begin(chain.Tally, microphone, load);
        if (!settings.Power.Sleeps)
        {
            new Thread(PostAgainAndAgain).Start();
        }

        Listen();
        microphone.Stop();
        wake.Care.Main.Beat(WatchedPhase.Idle);
        wake.SpareDrive();
        if (settings.Power.Sleeps && wake.IsPostDue)
        {
            wake.SleepToPost();
        }

        wake.SleepToListen();
    }

    private SoundChain MakeChain()
    {
        SpectralKernel kernel8k = settings.PrefersCompactKernel ? new Kernel8kCompact() : new Kernel8k();
        var kernels = new[] { kernel8k, new Kernel16k() };
        if (settings.ClipSeconds > 0)
        {
            var frames = model.FramesOfClip(settings.ClipSeconds);
            Console.WriteLine("model: counts clips of " + settings.ClipSeconds.ToString() + " s");
            return new ClipChain(model, null, kernels, frames);
        }

        var events = new DetectionChain(model, null, kernels, new GeneratedClassifier[] { new GeneratedModel() });
        Console.WriteLine(events.HasGeneratedClassifier ? "model: as generated code" : "model: packed, for the generated code in this image is of another model");
        return events;
    }

    // Returns when it is time to sleep.
    private void Listen()
    {
        while (true)
        {
            if (ListenAllTheTime() || ListenInBursts())
            {
                return;
            }
        }
    }

    private bool ListenAllTheTime()
    {
        microphone.ReadHop(chain.Frame);
        while (true)
        {
            if (microphone.HasGap)
            {
                chain.StartAfresh();
            }

            chain.AcceptFrame();
            wake.Care.Main.Beat(WatchedPhase.Listening);
            if (interval.IsDue)
            {
                DecideOpenEvents();
                if (CloseInterval())
                {
                    return true;
                }
            }

            microphone.ReadHop(chain.Frame);
            load.Add(microphone.BusyMicroseconds);
            if (load.IsTooHigh)
            {
                return false;
            }
        }
    }

    // Before a sleep: events that began are heard to their end, and none that begins now counts.
    private void DecideOpenEvents()
    {
        if (!settings.Power.Sleeps)
        {
            return;
        }

        chain.StopCounting();
        for (var i = 0; i < chain.TailHops; i++)
        {
            microphone.ReadHop(chain.Frame);
            chain.AcceptFrame();
        }

        chain.Finish();
    }

    private bool ListenInBursts()
    {
        Console.WriteLine("load: a hop of sound takes longer than itself; listening in bursts");
        var seed = (wake.State.Boot * 31) + (int)(wake.Clock.Now & 0xFFFFFF);
        var bursts = new BurstListener(microphone, chain, load, model.HopLength, seed);
        while (!bursts.IsOver)
        {
            bursts.Listen();
            wake.Care.Main.Beat(WatchedPhase.Listening);
            if (interval.IsDue && CloseInterval())
            {
                return true;
            }
        }

        Console.WriteLine("load: listening all the time");
        chain.StartAfresh();
        microphone.CatchUp();
        return false;
    }

    // Whether it is time to sleep. Where the drive does not take the record the interval stays open, so that no count is lost.
    private bool CloseInterval()
    {
        var record = interval.ToRecord();
        try
        {
            wake.Outbox.Add(record);
        }
        catch (IOException e)
        {
            Console.WriteLine("outbox: the interval goes on: " + e.Message);
            interval.GoOn(RetryMilliseconds);
            if (settings.Power.Sleeps && interval.Tries > MostTries)
            {
                // A battery must not be emptied over it; the crash is reported, and safe mode posts what is in the outbox.
                throw;
            }

            return false;
        }

        Console.WriteLine("record " + record.Sequence.ToString() + ": " + record.CountsText + " in " + (record.ListenedMicroseconds / 1000000).ToString() + " s");
        interval.StartNext();
        added.Set();
        wake.Care.Slots.NoteInterval();
        LookAfterStart();
        return settings.Power.Sleeps || wake.QuietMinutesLeft > 0;
    }

    // A sensor that sleeps is started anew all the time.
    private void LookAfterStart()
    {
        var sinceStart = (long)HighResTimer.GetCurrent();
        wake.Care.Guard.Tick(sinceStart);
        if (!settings.Power.Sleeps && (wake.Care.Slots.IsRestartDue || wake.Care.Slots.IsTrialOverdue(sinceStart, settings.Report.EverySeconds)))
        {
            wake.State.Save();
            wake.Care.RestartForUpdate();
        }
    }

    private void PostAgainAndAgain()
    {
        var session = new RadioSession(wake, model, wake.Wifi.Down);
        while (true)
        {
            if (wake.IsPostDue)
            {
                if (session.Run())
                {
                    wake.Plan.Succeeded(wake.Clock.Now);
                }
                else
                {
                    wake.Plan.Failed(wake.Clock.Now);
                }

                if (wake.Care.Slots.IsRestartDue)
                {
                    interval.EndSoon();
                }
            }
            else
            {
                var wait = wake.Outbox.Count == 0 ? Timeout.Infinite : (int)((wake.State.NextPost - wake.Clock.Now) / 1000) + 1;
                added.WaitOne(wait, false);
            }
        }
    }
}
