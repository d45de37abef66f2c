using System;
using System.IO;
using Esp32Aed.Detection;
using Esp32Aed.Kernels;
using Esp32Aed.Models;
using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.Sensor;

/// <summary>
/// The sensor: (1) a hop of sound from the microphone goes through the detection chain, (2) at the end of each interval its tally
/// becomes a record in the outbox, (3) the sender posts it. (4) The load is watched: a processor that can't keep up listens in bursts.
/// </summary>
public sealed class CountingSensor
{
    private const string Drive = "I:\\";
    private const string ConfigName = "nf.config";
    private const string SecretsName = "nf.secrets";
    private const string BootPath = Drive + "boot";
    private const int OutboxCapacity = 32;
    private const int FirstYearOfASetClock = 2025;
    private const int TicksPerMicrosecond = 10;

    private readonly SensorSettings settings;
    private readonly Model model;
    private readonly DetectionChain chain;
    private readonly Outbox outbox = new Outbox(OutboxCapacity);
    private readonly int boot;
    private int sequence;
    private long intervalBegan;
    private long lostBefore;
    private I2sMicrophone microphone;
    private ProcessorLoad load;

    private CountingSensor(SensorSettings settings, Model model)
    {
        this.settings = settings;
        this.model = model;
        SpectralKernel kernel8k = settings.PrefersCompactKernel ? new Kernel8kCompact() : new Kernel8k();
        chain = new DetectionChain(model, null, new[] { kernel8k, new Kernel16k() }, new GeneratedClassifier[] { new GeneratedModel() });
        boot = BootCounter.Next(BootPath);
    }

    /// <summary>Makes the sensor from the files of the board's drive.</summary>
    /// <exception cref="SettingsException">nf.config or nf.secrets is missing or wrong.</exception>
    /// <exception cref="ModelFormatException">The model file is damaged.</exception>
    public static CountingSensor FromDrive()
    {
        if (!File.Exists(Drive + ConfigName))
        {
            throw new SettingsException(ConfigName, 0, "is not on drive I:; put it there with nanoff --filedeployment");
        }

        var secrets = File.Exists(Drive + SecretsName) ? File.ReadAllBytes(Drive + SecretsName) : null;
        var parsed = SensorSettings.Parse(File.ReadAllBytes(Drive + ConfigName), secrets);
        if (!File.Exists(Drive + parsed.ModelFile))
        {
            throw new SettingsException(ConfigName, parsed.ModelLine, parsed.ModelFile
                + " is not on drive I:; put it there with nanoff --filedeployment");
        }

        return new CountingSensor(parsed, Model.Parse(File.ReadAllBytes(Drive + parsed.ModelFile)));
    }

    /// <summary>Listens and reports for as long as the board has power.</summary>
    public void Run()
    {
        Console.WriteLine(chain.HasGeneratedClassifier ? "model: as generated code" : "model: packed, for the generated code in this image is of another model");
        var reporter = settings.Report.Kind == ReportSettings.Mqtt ? (IReporter)new MqttReporter(settings) : new HttpReporter(settings);
        new RecordSender(outbox, reporter).Start();
        microphone = new I2sMicrophone(settings, model.SampleRate, model.HopLength);

        load = new ProcessorLoad(microphone.HopMicroseconds);
        intervalBegan = (long)HighResTimer.GetCurrent();
        while (true)
        {
            ListenAllTheTime();
            ListenInBursts();
        }
    }

    private void ListenAllTheTime()
    {
        microphone.ReadHop(chain.Frame);
        while (true)
        {
            if (microphone.HasGap)
            {
                chain.StartAfresh();
            }

            chain.AcceptFrame();
            CloseIntervalWhenDue();
            microphone.ReadHop(chain.Frame);
            load.Add(microphone.BusyMicroseconds);
            if (load.IsTooHigh)
            {
                return;
            }
        }
    }

    private void ListenInBursts()
    {
        Console.WriteLine("load: a hop of sound takes longer than itself; listening in bursts");
        var seed = (boot * 31) + (int)((long)HighResTimer.GetCurrent() & 0xFFFFFF);
        var bursts = new BurstListener(microphone, chain, load, model.HopLength, seed);
        while (!bursts.IsOver)
        {
            bursts.Listen();
            CloseIntervalWhenDue();
        }

        Console.WriteLine("load: listening all the time");
        chain.StartAfresh();
        microphone.CatchUp();
    }

    // An interval is that much sound; where sound is missing it ends by the timer, whose second may differ a little from the microphone's.
    private void CloseIntervalWhenDue()
    {
        var seconds = (long)settings.Report.EverySeconds;
        var now = (long)HighResTimer.GetCurrent();
        var isDue = chain.Tally.SamplesHeard >= seconds * model.SampleRate
            || now - intervalBegan >= (seconds * 1001000) + microphone.HopMicroseconds;
        if (isDue && !outbox.IsFull)
        {
            CloseInterval(now);
        }
    }

    private void CloseInterval(long now)
    {
        var length = now - intervalBegan;
        var utc = DateTime.UtcNow;
        var tally = chain.Tally;
        var counts = new int[tally.ClassCount];
        for (var c = 0; c < counts.Length; c++)
        {
            counts[c] = tally.CountOf(c);
        }

        outbox.Add(new CountRecord
        {
            Device = settings.DeviceName,
            Boot = boot,
            Sequence = sequence,
            StartTicks = utc.Year < FirstYearOfASetClock ? 0 : utc.Ticks - (length * TicksPerMicrosecond),
            LengthMicroseconds = length,
            ListenedMicroseconds = tally.SamplesHeard * 1000000 / model.SampleRate,
            LostMicroseconds = microphone.LostMicroseconds - lostBefore,
            LoadPermille = load.Permille,
            Labels = model.Labels,
            Counts = counts,
            ModelChecksum = model.Checksum,
        });
        sequence++;
        tally.Clear();
        load.Clear();
        lostBefore = microphone.LostMicroseconds;
        intervalBegan = now;
    }
}
