using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>
/// The interval that is being listened to, and the record it becomes. It is over after so much sound; where sound is missing it ends by the
/// timer, whose second may differ a little from the microphone's.
/// </summary>
public sealed class IntervalKeeper
{
    private readonly Wake wake;
    private readonly SensorSettings settings;
    private readonly Model model;
    private readonly SensorClock clock;
    private readonly long samplesToHear;
    private readonly long longestMicroseconds;
    private Tally tally;
    private I2sMicrophone microphone;
    private ProcessorLoad load;
    private long began;
    private long ended;
    private long notBefore;
    private long lostBefore;
    private bool endsSoon;

    /// <summary>Makes the keeper.</summary>
    /// <param name="wake">This start.</param>
    /// <param name="model">What is listened for.</param>
    public IntervalKeeper(Wake wake, Model model)
    {
        this.wake = wake;
        this.model = model;
        settings = wake.Settings;
        clock = wake.Clock;
        long seconds = settings.Power.Sleeps ? settings.Power.ListenSeconds : settings.Report.EverySeconds;
        samplesToHear = seconds * model.SampleRate;
        longestMicroseconds = (seconds * 1001000) + (model.HopLength * 1000000L / model.SampleRate);
    }

    /// <summary>How often the record of this interval could not be kept.</summary>
    public int Tries { get; private set; }

    /// <summary>The interval is over.</summary>
    public bool IsDue
    {
        get
        {
            var now = clock.Now;
            return (endsSoon || tally.SamplesHeard >= samplesToHear || now - began >= longestMicroseconds) && now >= notBefore;
        }
    }

    /// <summary>Begins the first interval.</summary>
    public void Begin(Tally tally, I2sMicrophone microphone, ProcessorLoad load)
    {
        this.tally = tally;
        this.microphone = microphone;
        this.load = load;
        began = clock.Now;
    }

    /// <summary>The record of the interval up to now.</summary>
    public CountRecord ToRecord()
    {
        ended = clock.Now;
        var counts = new int[tally.ClassCount];
        for (var c = 0; c < counts.Length; c++)
        {
            counts[c] = tally.CountOf(c);
        }

        return new CountRecord
        {
            Device = settings.DeviceName,
            Boot = wake.State.Boot,
            Era = clock.Era,
            StartMicroseconds = began,
            LengthMicroseconds = ended - began,
            ListenedMicroseconds = tally.SamplesHeard * 1000000 / model.SampleRate,
            LostMicroseconds = microphone.LostMicroseconds - lostBefore,
            LoadPermille = load.Permille,
            Labels = model.Labels,
            Counts = counts,
            ModelChecksum = model.Checksum,
            BatteryMillivolts = BatteryMeter.Millivolts(settings.Battery),
            Rssi = wake.Wifi.Rssi,
            ResetReason = wake.Reason,
            MeanPeak = tally.MeanPeak,
        };
    }

    /// <summary>The record is kept: the next interval begins where it ends.</summary>
    public void StartNext()
    {
        Tries = 0;
        tally.Clear();
        load.Clear();
        lostBefore = microphone.LostMicroseconds;
        began = ended;
    }

    /// <summary>Ends the interval at the next hop, however short it is.</summary>
    public void EndSoon() => endsSoon = true;

    /// <summary>The record could not be kept: the interval goes on.</summary>
    /// <param name="milliseconds">Time until it is to be tried again.</param>
    public void GoOn(int milliseconds)
    {
        Tries++;
        notBefore = clock.Now + (milliseconds * 1000L);
    }
}
