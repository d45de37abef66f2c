using System;
using System.IO;
using Esp32Aed.Detection;
using nanoFramework.Runtime.Native;

namespace Esp32Aed.Sensor;

/// <summary>What looks after an unattended sensor in one start: the crash log, the guard of starts, the updates and the watchdog.</summary>
public sealed class SensorCare
{
    private const string ConfigName = "nf.config";
    private const string SecretsName = "nf.secrets";

    private readonly Watchdog watchdog;
    private readonly string folder;
    private readonly bool isQuiet;
    private byte[] secrets;

    /// <summary>Begins a start: the first thing a program does.</summary>
    /// <param name="folder">Folder of the sensor's files, ending in a backslash.</param>
    /// <param name="isFromSleep">The timer has ended a deep sleep.</param>
    /// <param name="isQuiet">This start posts nothing, and before it <see cref="IsQuiet"/> was true: what would say nothing is not read.</param>
    public SensorCare(string folder, bool isFromSleep, bool isQuiet)
    {
        this.folder = folder;
        this.isQuiet = isQuiet;
        Log = new CrashLog(folder + "crash");
        Guard = isQuiet ? BootGuard.Quiet(folder + "guard") : BootGuard.Begin(folder + "guard", isFromSleep, Log);
        Slots = new UpdateSlots(folder, isFromSleep);
        Slots.Begin(Guard.Failure);
        watchdog = new Watchdog(Log);
        Main = watchdog.Watch();
        Sender = watchdog.Watch();
    }

    /// <summary>Why the sensor last died.</summary>
    public CrashLog Log { get; }

    /// <summary>Counts starts that ended badly.</summary>
    public BootGuard Guard { get; }

    /// <summary>The updates.</summary>
    public UpdateSlots Slots { get; }

    /// <summary>Where updates arrive; null until the settings are loaded.</summary>
    public CareInbox Inbox { get; private set; }

    /// <summary>Sign of life of the thread that listens.</summary>
    public WatchedLoop Main { get; }

    /// <summary>Sign of life of the thread that posts.</summary>
    public WatchedLoop Sender { get; }

    /// <summary>No crash is counted or unreported, and the guard has nothing to judge in a start that the timer wakes in order.</summary>
    public bool IsQuiet => Guard.IsQuiet && !Log.MayBeUnreported;

    /// <summary>The settings to use; without secrets in a quiet start.</summary>
    /// <param name="kernels">The kernels that the application carries.</param>
    /// <exception cref="SettingsException">There are none that are right.</exception>
    /// <exception cref="IOException">They can't be read.</exception>
    public SensorSettings LoadSettings(SpectralKernel[] kernels)
    {
        secrets = !isQuiet && File.Exists(folder + SecretsName) ? File.ReadAllBytes(folder + SecretsName) : null;
        var settings = Slots.LoadSettings(folder + ConfigName, secrets);
        Log.Hide(new[] { settings.Mqtt.Password, settings.Http.Token, settings.Influx.Token, settings.Brewfather.Id });
        FileRelocation.Finish(folder + settings.ModelFile);
        Inbox = new CareInbox(Slots, settings, secrets, kernels, folder, ConfigName);
        return settings;
    }

    /// <summary>The model to use.</summary>
    /// <exception cref="ModelFormatException">There is none that is whole.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public Model LoadModel(SensorSettings settings) => Slots.LoadModel(folder + settings.ModelFile);

    /// <summary>Starts the watchdog.</summary>
    public void StartWatchdog() => watchdog.Start();

    /// <summary>Notes why the program can't go on, and restarts the board; does not return.</summary>
    public void Crash(Exception crash)
    {
        Log.Note(Main.Phase, crash);
        Power.RebootDevice();
    }

    /// <summary>Restarts the board on purpose, to try an update; does not return.</summary>
    public void RestartForUpdate()
    {
        Guard.Restarting(true);
        Power.RebootDevice();
    }
}
