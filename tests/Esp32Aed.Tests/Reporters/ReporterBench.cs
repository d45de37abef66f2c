using System.Collections.Concurrent;
using System.Text;
using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using nanoFramework.Networking;

namespace Esp32Aed.Tests;

/// <summary>A virtual board that has nothing but a reporter, and records for it.</summary>
internal sealed class ReporterBench : IDisposable
{
    private readonly Bench bench = new();

    /// <summary>Faults of the network, or null.</summary>
    public INetworkFaults? Faults { get; init; }

    /// <summary>When the board is switched on, by the network's clock.</summary>
    public DateTime Now { get; set; } = DateTime.UtcNow;

    /// <summary>The network sets the clock.</summary>
    public bool HasTime { get; set; } = true;

    /// <summary>Microseconds of the board that the last session took.</summary>
    public long SessionMicroseconds { get; private set; }

    /// <summary>Messages that were confirmed.</summary>
    public ConcurrentQueue<BoardPost> Posted { get; } = new();

    /// <summary>Lines that the last session printed.</summary>
    public IReadOnlyCollection<string> Log { get; private set; } = [];

    /// <summary>A record of the class cough: one minute, of which 58 s were listened to.</summary>
    public static CountRecord Record(int sequence, int count, int boot = 3) => new()
    {
        Device = "yard-1",
        Boot = boot,
        Sequence = sequence,
        StartTicks = new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc).AddMinutes(sequence).Ticks,
        LengthMicroseconds = 60_032_000,
        ListenedMicroseconds = 58_016_000,
        LostMicroseconds = 1_984_000,
        LoadPermille = 613,
        Labels = ["cough"],
        Counts = [count],
        ModelChecksum = 0x1A2B3C4D,
        BatteryMillivolts = 3912,
        Rssi = -67,
        MeanPeak = 837,
        ResetReason = WakeReason.Wake,
    };

    /// <summary>Settings of a sensor.</summary>
    /// <param name="report">The sections from [report] on.</param>
    /// <param name="secrets">nf.secrets.</param>
    public static SensorSettings Settings(string report, string secrets = "") => SensorSettings.Parse(
        Encoding.ASCII.GetBytes("[device]\nname = yard-1\n[microphone]\nbck = 26\nws = 25\ndata = 33\n[model]\nfile = model.aed\n" + report),
        Encoding.ASCII.GetBytes(secrets));

    /// <summary>Puts a file on the drive.</summary>
    public void Put(string name, string content) => File.WriteAllText(Path.Combine(bench.Drive, name), content);

    /// <summary>Switches the board on, runs one session, and says what it failed with, or null.</summary>
    public Exception? Session(Func<IReporter> make, params CountRecord[] records) => Run(make, reporter => Session(reporter, records));

    /// <summary>Switches the board on and does something with a reporter.</summary>
    public T Run<T>(Func<IReporter> make, Func<IReporter, T> act)
    {
        using var board = new Board(bench.Options() with { NetworkFaults = Faults, SwitchedOnAt = Now, Posted = Posted.Enqueue });
        try
        {
            return Bench.Run(board, () =>
            {
                using var patience = new Esp32Aed.VirtualBoard.Api.CancellationTokenSource(20000);
                WifiNetworkHelper.ScanAndConnectDhcp("virtual", "virtual", requiresDateTime: HasTime, token: patience.Token);
                var began = board.Clock.Microseconds;
                var result = act(make());
                SessionMicroseconds = board.Clock.Microseconds - began;
                return result;
            });
        }
        finally
        {
            Log = [.. board.Log];
        }
    }

    public static Exception? Session(IReporter reporter, params CountRecord[] records)
    {
        try
        {
            reporter.Open();
            foreach (var record in records)
            {
                reporter.Post(record);
            }

            return null;
        }
        catch (Exception e)
        {
            return e;
        }
        finally
        {
            reporter.Close();
        }
    }

    public void Dispose() => bench.Dispose();
}
