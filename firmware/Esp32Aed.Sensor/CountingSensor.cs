using System;
using System.IO;
using Esp32Aed.Detection;
using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.Sensor;

/// <summary>
/// The sensor: (1) a hop of sound from the microphone goes through the detection chain, (2) at the end of each interval its tally
/// becomes a record in the outbox, (3) the sender posts it.
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

    private CountingSensor(SensorSettings settings, Model model)
    {
        this.settings = settings;
        this.model = model;
        chain = new DetectionChain(model, null);
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
        var reporter = settings.ReportsByMqtt ? (IReporter)new MqttReporter(settings) : new HttpReporter(settings);
        new RecordSender(outbox, reporter).Start();
        var microphone = new I2sMicrophone(settings, model.SampleRate, model.HopLength);

        var hop = new short[model.HopLength];
        var intervalSamples = (long)settings.ReportEverySeconds * model.SampleRate;
        intervalBegan = (long)HighResTimer.GetCurrent();
        while (true)
        {
            microphone.ReadHop(hop);
            chain.Accept(hop, 0);
            if (chain.Tally.SamplesHeard >= intervalSamples && !outbox.IsFull)
            {
                CloseInterval();
            }
        }
    }

    private void CloseInterval()
    {
        var now = (long)HighResTimer.GetCurrent();
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
            Labels = model.Labels,
            Counts = counts,
            ModelChecksum = model.Checksum,
        });
        sequence++;
        tally.Clear();
        intervalBegan = now;
    }
}
