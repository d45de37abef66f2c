using System;
using System.Threading;
using Esp32Aed.Detection;
using Esp32Aed.Kernels;
using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.Sensor;

/// <summary>Entry of the application.</summary>
public static class Program
{
    private const int PauseOfWrongSettingsMinutes = 60;

    /// <summary>
    /// Runs one start of the sensor. What nobody handles is noted and the board restarted; wrong settings, which no restart mends, are told each hour, and the
    /// battery is spared between.
    /// </summary>
    public static void Main()
    {
        var isFromSleep = Sleep.GetWakeupCause() == Sleep.WakeupCause.Timer;
        var state = WakeState.Begin(Wake.Drive + "wake", isFromSleep);
        var care = new SensorCare(Wake.Drive, isFromSleep, state.IsQuiet && !RadioSwitch.IsOn);
        try
        {
            Run(care, state, isFromSleep);
        }
        catch (SettingsException e)
        {
            Console.WriteLine(e.Message);
            state.SaveForPause();
            Sleep.EnableWakeupByTimer(TimeSpan.FromMinutes(PauseOfWrongSettingsMinutes));
            Sleep.StartDeepSleep();
        }
        catch (Exception e)
        {
            care.Crash(e);
        }

        Thread.Sleep(Timeout.Infinite);
    }

    private static void Run(SensorCare care, WakeState state, bool isFromSleep)
    {
        var settings = care.LoadSettings(new SpectralKernel[] { new Kernel8kCompact(), new Kernel16k() });
        care.Main.Beat(WatchedPhase.Starting);
        care.StartWatchdog();
        var wake = new Wake(settings, care, state, isFromSleep);
        if (care.Guard.IsSafe)
        {
            SafeWake.Run(wake);
        }

        if (wake.IsForPosting)
        {
            PostingWake.Run(wake);
        }

        if (settings.Power.Sleeps && RadioSwitch.IsOn)
        {
            wake.TurnRadioOff();
        }

        new CountingSensor(wake, care.LoadModel(settings)).Run();
    }
}
