using System.Globalization;
using System.Text;
using Esp32Aed.Power;
using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Soak;

/// <summary>
/// The sensor's unmodified program through a year and more: it listens, posts and sleeps on a virtual board with a virtual clock, while power, flash, Wi-Fi,
/// time, microphone and receivers fail in all ways. What it hears is told to its detection chain; everything behind that is the real thing.
/// </summary>
internal sealed class Year
{
    private const int DriveBytes = 256 * 1024;
    private const double EventsPerFrame = 2.0 / 625;

    // As in the file that a user edits, which is too long to lie inside its directory.
    private const string Comments = """
        # kind = mqtt, http, influx or brewfather. every: seconds of sound in a record; post: seconds between posts of a sensor that sleeps.
        # The broker's host is a name or an address; its password lies in nf.secrets, where it is not shown around. The sensor takes the time from
        # the network and dates what came before. After a change the sensor is flashed anew with aed deploy, or gets the settings from afar.
        # listen: seconds of listening, every: seconds from one time of listening to the next, on average. mode = always needs a mains supply.
        """;

    private const double DaysOfTenYears = 3652.5;
    private const int EventsOfAFault = 10;
    private static readonly DateTime Born = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly long wanted;
    private readonly int seed;
    private readonly bool isCalm;
    private readonly DateTime outageBegins;
    private readonly Receivers receivers;
    private readonly byte[] model;
    private readonly Random random;
    private readonly FaultTally faults = new();
    private readonly Ledger ledger = new();
    private readonly NetworkWeather weather;
    private readonly MemoryFiles files = new();
    private readonly DriveWear wear = new();
    private readonly BoardLife life;
    private readonly FileDamage damage;
    private readonly EnergyMeter meter = new(new Currents(ChipCurrents.Of("ESP32", 240), Carrier.BatteryBoard));
    private readonly int brokerKillsBefore;
    private readonly List<string> crashes = [];
    private double longestRadioOn;
    private long starts;
    private DateTime outageEnds;
    private DateTime serverDownEnds = Born;
    private bool reportsByMqtt;
    private bool sleeps = true;

    /// <summary>Prepares it.</summary>
    /// <param name="events">Events to hear.</param>
    /// <param name="seed">Seed of all chance.</param>
    /// <param name="receivers">Where records go.</param>
    /// <param name="model">The model file on the sensor's drive; what it would hear is told to the chain instead.</param>
    /// <param name="isCalm">Nothing fails and nobody comes by: the sensor listens for a minute every ten, and posts each hour.</param>
    /// <param name="outageDays">Days without network in a calm year, from its second day on.</param>
    public Year(long events, int seed, Receivers receivers, byte[] model, bool isCalm = false, double outageDays = 0)
    {
        wanted = events;
        this.isCalm = isCalm;
        outageBegins = isCalm ? Born.AddDays(1) : Born;
        outageEnds = isCalm ? outageBegins.AddDays(outageDays) : Born;
        this.seed = seed;
        this.receivers = receivers;
        this.model = model;
        random = new Random(seed);
        weather = new NetworkWeather(random, faults) { BeforePost = ReceiverTroubles };
        brokerKillsBefore = receivers.BrokerKills;
        life = new BoardLife(new BoardOptions { DriveFolder = string.Empty, Drive = files, DriveBytes = DriveBytes, Sound = new BoardSound([], 8000), NetworkFaults = weather, Posted = Posted }, Born);
        damage = new FileDamage(files, random, faults);
        WriteModel();
        WriteConfig();
        if (isCalm)
        {
            // As a deployment writes it; boot numbers are as long as they are in life.
            files["I:\\wake.first"] = "28000000"u8.ToArray();
        }
    }

    /// <summary>Lives it, and then lets all that waits arrive.</summary>
    public SoakResult Live(IProgress<double>? progress)
    {
        while (ledger.Recorded < wanted || (!isCalm && faults.Total < wanted / EventsOfAFault))
        {
            if (isCalm)
            {
                Start(new Troubles());
            }
            else
            {
                StartWithFaults();
            }

            progress?.Report((double)ledger.Recorded / wanted);
        }

        sleeps = true;
        WriteModel();
        WriteConfig();
        outageEnds = life.Now;
        serverDownEnds = life.Now;
        for (var i = 0; i < 400 && (i < 20 || Waiting().Count > 0); i++)
        {
            weather.IsFoul = false;
            Start(new Troubles { IsSilent = true });
        }

        receivers.Drain();
        return Result();
    }

    private SoakResult Result()
    {
        var posts = receivers.Posts.Where(p => p.Device == Name).ToList();
        var stored = posts.DistinctBy(p => p.Identity).ToList();
        var balance = ledger.Compare(stored);
        var days = (life.Now - Born).TotalDays;
        faults.Add("broker_killed", receivers.BrokerKills - brokerKillsBefore);
        return new SoakResult
        {
            Seed = seed,
            Days = days,
            Starts = starts,
            Events = balance.Events,
            Unrecorded = balance.Unrecorded,
            Stored = balance.Stored,
            Lost = balance.Lost,
            Doubled = balance.Doubled,
            RepeatedPosts = posts.Count - stored.Count,
            MergedRecords = stored.Count(r => r.Records > 1),
            Faults = faults,
            MaxRadioOnSeconds = longestRadioOn,
            EnergyMilliwattHours = meter.TotalMilliwattHours,
            Wear = wear,
            WearInTenYears = wear.WorstBlockErases * DaysOfTenYears / days,
            Crashes = crashes.Count,
            TurnedTimes = TurnedTimes(stored),
        };
    }

    /// <summary>What the program crashed with, and what does not agree, a line each.</summary>
    public IEnumerable<string> Complaints => crashes.Concat(ledger.Oddities);

    private string Name => string.Create(CultureInfo.InvariantCulture, $"soak-{seed}");

    private static int TurnedTimes(IEnumerable<PostedRecord> stored) => stored
        .GroupBy(r => r.Boot)
        .Sum(boot =>
        {
            var ordered = boot.OrderBy(r => r.Sequence).ToList();
            return ordered.Count(r => r.LengthSeconds < 0 || r.ListenedSeconds > r.LengthSeconds + 1)
                + ordered.Zip(ordered.Skip(1)).Count(p => p.First.Start > p.Second.Start);
        });

    private void WriteModel() => files["I:\\model.aed"] = [.. model];

    private void WriteConfig()
    {
        var config = string.Create(CultureInfo.InvariantCulture, $"""
            [device]
            name = {Name}
            [microphone]
            bck = 26
            ws = 25
            data = 33
            [model]
            file = model.aed
            [power]
            mode = {(sleeps ? "cycle" : "always")}
            listen = {(isCalm ? 60 : 20)}
            every = 600
            [report]
            kind = {(reportsByMqtt ? "mqtt" : "http")}
            every = 60
            post = 3600
            [http]
            url = {receivers.Url}
            [mqtt]
            host = 127.0.0.1
            port = {Math.Max(1, receivers.BrokerPort)}

            {(isCalm ? Comments : string.Empty)}
            """);
        files["I:\\nf.config"] = Encoding.ASCII.GetBytes(config.ReplaceLineEndings("\n"));
    }

    // The owner comes by: other receiver, or a few hours on mains.
    private void ChangeSettings()
    {
        reportsByMqtt = receivers.BrokerPort > 0 && random.NextDouble() < 0.5;
        sleeps = random.NextDouble() < 0.85;
        WriteConfig();
        life.StayOff(TimeSpan.FromSeconds(30));
        faults.Add("power_cut_by_owner");
    }

    private void StartWithFaults()
    {
        if (random.NextDouble() < 0.004)
        {
            ChangeSettings();
        }

        if (life.Now > outageEnds && random.NextDouble() < 0.0006)
        {
            outageEnds = life.Now.AddDays(-2.5 * Math.Log(1 - random.NextDouble()));
        }

        if (life.Now > serverDownEnds && random.NextDouble() < 0.0006)
        {
            serverDownEnds = life.Now.AddDays(-0.7 * Math.Log(1 - random.NextDouble()));
        }

        var troubles = new Troubles();
        weather.IsFoul = random.NextDouble() < 0.6;
        if (random.NextDouble() < 0.05)
        {
            troubles.StepsToPowerCut = random.Next(1, 900);
        }

        if (random.NextDouble() < 0.02)
        {
            troubles.FrameOfPowerCut = random.Next(sleeps ? 640 : 4000);
        }

        if (random.NextDouble() < 0.05)
        {
            troubles.DriveFaultsOfACall = 0.15;
        }

        if (random.NextDouble() < 0.01)
        {
            troubles.FullUntilMicroseconds = random.Next(5, 200) * 1000000L;
        }

        if (random.NextDouble() < 0.03)
        {
            troubles.StallFrame = random.Next(600);
        }

        troubles.NoLease = random.NextDouble() < 0.03;
        troubles.NeedsScan = random.NextDouble() < 0.05;
        troubles.ClockJump = random.NextDouble() < 0.02 ? TimeSpan.FromHours(random.Next(-2000, 2000) / 10.0) : TimeSpan.Zero;
        troubles.NoTime = random.NextDouble() < 0.05;
        if (damage.MeetsOwner())
        {
            WriteModel();
            WriteConfig();
        }

        if (!sleeps)
        {
            troubles.FrameOfPowerCut ??= 20000;
        }

        Start(troubles);
        if (random.NextDouble() < 0.001)
        {
            faults.Add("battery_out");
            life.StayOff(TimeSpan.FromHours(random.Next(1, 72)));
        }
    }

    private void ReceiverTroubles()
    {
        if (reportsByMqtt && random.NextDouble() < 0.003)
        {
            receivers.KillBroker();
        }
    }

    private void Posted(BoardPost post)
    {
        if (post.Address.EndsWith("/counts", StringComparison.Ordinal))
        {
            receivers.Expect(PostedRecord.Parse(post.Body));
        }
    }

    private void Start(Troubles troubles)
    {
        starts++;
        var heard = 0;
        var isUp = (life.Now < outageBegins || life.Now > outageEnds) && (reportsByMqtt || life.Now > serverDownEnds);
        var drive = new DriveFaults { StepsToPowerCut = troubles.StepsToPowerCut };
        if (troubles.DriveFaultsOfACall > 0)
        {
            drive.Fault = _ => random.NextDouble() < troubles.DriveFaultsOfACall ? (DriveFault)(1 + random.Next(3)) : DriveFault.None;
        }

        Board? board = null;
        if (troubles.FullUntilMicroseconds is { } end)
        {
            drive.Fault = call => call.Kind is DriveCallKind.Write or DriveCallKind.Create && board!.Clock.Microseconds < end ? DriveFault.Before : DriveFault.None;
        }

        var wake = life.Start(
            Esp32Aed.Sensor.Program.Main,
            options => options with
            {
                DriveFaults = drive,
                MicrosecondsPerFrame = frame => frame == troubles.StallFrame ? 900000 : 0,
                Heard = frame =>
                {
                    if (frame == troubles.FrameOfPowerCut)
                    {
                        board!.CutPower();
                        return 0;
                    }

                    var events = !troubles.IsSilent && random.NextDouble() < EventsPerFrame ? 1 : 0;
                    heard += events;
                    return events;
                },
            },
            started =>
            {
                board = started;
                started.IsNetworkUp = isUp;
                started.Wifi.AddressMilliseconds = troubles.NoLease ? -1 : started.Wifi.AddressMilliseconds;
                started.Wifi.NeedsScan = troubles.NeedsScan;
                started.Wifi.TimeError = troubles.ClockJump;
                started.Wifi.TimeMilliseconds = troubles.NoTime ? -1 : started.Wifi.TimeMilliseconds;
            });
        Note(wake, troubles, drive, isUp, heard);
        wear.Add(board!.Drive.Wear);
    }

    private void Note(BoardWake wake, Troubles troubles, DriveFaults drive, bool isUp, int heard)
    {
        var isPosting = wake.RadioOn > TimeSpan.Zero;
        longestRadioOn = sleeps ? Math.Max(longestRadioOn, wake.LongestRadioOn.TotalSeconds) : longestRadioOn;
        faults.Add("power_cut_in_a_write", wake.PowerWasCut && drive.StepsToPowerCut == 0 ? 1 : 0);
        faults.Add("crash_and_restart", wake.IsReboot ? 1 : 0);
        faults.Add("safe_mode", wake.Log.Any(line => line.StartsWith("safe mode", StringComparison.Ordinal)) ? 1 : 0);
        faults.Add("power_cut_while_listening", wake.PowerWasCut && drive.StepsToPowerCut != 0 ? 1 : 0);
        faults.Add(troubles.FullUntilMicroseconds is null ? "flash_error" : "flash_full", drive.Faults);
        faults.Add("sound_lost", heard > 0 && troubles.StallFrame is not null ? 1 : 0);
        if (isPosting && sleeps)
        {
            faults.Add("no_wifi", isUp ? 0 : 1);
            faults.Add("no_lease", isUp && troubles.NoLease ? 1 : 0);
            faults.Add("access_point_moved", isUp && troubles.NeedsScan ? 1 : 0);
            faults.Add("clock_jump", isUp && troubles.ClockJump != TimeSpan.Zero ? 1 : 0);
            faults.Add("no_time", isUp && troubles.NoTime ? 1 : 0);
        }

        if (wake.Crash is not null || (wake.Sleep is null && !wake.PowerWasCut && !wake.IsReboot))
        {
            crashes.Add($"start {starts}: {wake.Crash?.ToString() ?? "the program stopped"} | {string.Join(" | ", wake.Log)}");
        }

        var boot = wake.Log.Where(line => line.StartsWith("boot ", StringComparison.Ordinal)).Select(line => int.Parse(line.AsSpan(5), CultureInfo.InvariantCulture)).FirstOrDefault();
        ledger.Note(boot, heard, [.. wake.Log], Waiting());
        var on = wake.On.TotalSeconds;
        var radio = wake.RadioOn.TotalSeconds;
        meter.Add(PowerState.Processor, on - radio);
        meter.Add(PowerState.RadioReceive, radio);
        meter.Add(PowerState.Microphone, isPosting && sleeps ? 0 : on);
        meter.Add(PowerState.DeepSleep, (wake.Sleep ?? TimeSpan.Zero).TotalSeconds);
    }

    // Reads a copy of the drive, as the next start would.
    private List<LedgerEntry> Waiting()
    {
        var found = new List<LedgerEntry>();
        using var board = new Board(new BoardOptions { DriveFolder = string.Empty, Drive = files.Clone(), Sound = new BoardSound([], 8000) });
        board.Start(() =>
        {
            var journal = new Esp32Aed.Sensor.Journal("I:\\outbox", Esp32Aed.Sensor.Wake.OutboxBytes, 0);
            for (var records = journal.ReadFrom(journal.State.Head); records is not null; records = journal.ReadFrom(records[^1].To))
            {
                found.AddRange(records.Select(r => new LedgerEntry(r.Record.Boot, r.Record.Sequence, r.Record.Records, r.Record.EventCount)));
            }
        });
        board.Ended.WaitOne();
        return found;
    }
}
