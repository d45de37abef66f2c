using System;
using System.Threading;
using nanoFramework.Runtime.Native;

namespace Esp32Aed.Sensor;

/// <summary>A wake in <see cref="SafeMode"/>: no microphone and no model; health is posted, and updates are taken.</summary>
public static class SafeWake
{
    /// <summary>Runs until the board sleeps or restarts; does not return.</summary>
    /// <param name="wake">This start.</param>
    public static void Run(Wake wake)
    {
        Console.WriteLine("safe mode: after three bad starts only health is posted");
        var care = wake.Care;
        if (wake.Settings.Power.Sleeps && !RadioSwitch.IsOn)
        {
            wake.SleepToPostAfter(care.Guard.LastEnd == null ? 1 : care.Guard.NextPause());
        }

        var mode = new SafeMode(care.Guard, care.Slots);
        var session = new HealthSession(wake);
        while (true)
        {
            var pause = mode.Round(session);
            if (pause == 0)
            {
                wake.State.Save();
                Power.RebootDevice();
            }

            if (wake.Settings.Power.Sleeps)
            {
                wake.SleepToPostAfter(pause);
            }

            care.Main.Beat(WatchedPhase.Idle);
            Thread.Sleep(pause * 1000);
        }
    }
}
