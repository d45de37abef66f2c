using System.Text;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests.Care;

/// <summary>The power is cut at every byte of every file that remote care writes, and the sensor is started again.</summary>
public sealed class UpdatePowerCutTests : IDisposable
{
    private readonly CareBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(UpdateKind.Model)]
    [InlineData(UpdateKind.Settings)]
    public void While_an_update_is_accepted(UpdateKind kind) => bench.Run(() =>
    {
        Succeed(kind, 1, 2);
        return EveryCut(
            () => Assert.True(new CareBench.Started(bench, null).Inbox.Offer(Update(kind, 2, 3))),
            cut =>
            {
                var started = new CareBench.Started(bench, null);
                Assert.Equal(started.Slots.IsOnTrial ? 3 : 2, Version(started, kind));

                // Where it was lost, the retained message comes again.
                Assert.Equal(!started.Slots.IsOnTrial, started.Inbox.Offer(Update(kind, 2, 3)));
            });
    });

    [Fact]
    public void While_a_trial_is_counted_confirmed_or_rolled_back() => bench.Run(() =>
    {
        Succeed(UpdateKind.Model, 1, 2);
        Assert.True(new CareBench.Started(bench, null).Inbox.Offer(Update(UpdateKind.Model, 2, 3)));
        var cuts = EveryCut(() => _ = new CareBench.Started(bench, null), _ => Assert.Equal(3, Version(new(bench, null), UpdateKind.Model)));
        var started = new CareBench.Started(bench, null);
        var trial = Snapshot();
        cuts += EveryCut(() => started.Succeed(), _ => Assert.Equal(3, Version(new(bench, null), UpdateKind.Model)));
        Restore(trial);
        return cuts + EveryCut(
            () => _ = new CareBench.Started(bench, "crash"),
            _ =>
            {
                Assert.Equal(2, Version(new(bench, "crash"), UpdateKind.Model));
                Assert.Equal(2, Version(new(bench, null), UpdateKind.Model));
            });
    });

    [Fact]
    public void While_a_crash_is_noted_and_counted() => bench.Run(() =>
    {
        var log = new CrashLog("I:\\crash");
        log.Note(WatchedPhase.Posting, new InvalidOperationException("first"));
        _ = BootGuard.Begin("I:\\guard", wokeFromSleep: false, log);
        var cuts = EveryCut(
            () => new CrashLog("I:\\crash").Note(WatchedPhase.Posting, new InvalidOperationException("second")),
            _ => Assert.Matches("first|second", new CrashLog("I:\\crash").Text));
        return cuts + EveryCut(
            () => BootGuard.Begin("I:\\guard", wokeFromSleep: false, new CrashLog("I:\\crash")),
            _ => Assert.False(BootGuard.Begin("I:\\guard", wokeFromSleep: false, new CrashLog("I:\\crash")).IsSafe));
    });

    private static byte[] Update(UpdateKind kind, int serial, int version) => CareBench.Sealed(kind, serial, Payload(kind, version));

    private static byte[] Payload(UpdateKind kind, int version) =>
        kind == UpdateKind.Model ? CareBench.Model(version) : Encoding.ASCII.GetBytes(
            "[device]\nname = yard-1\n[microphone]\nbck = 26\nws = 25\ndata = 33\n[model]\nfile = model.aed\n[report]\nkind = mqtt\nevery = 60\n"
                + $"[mqtt]\nhost = 10.0.0.{version}\n[care]\naccept = yes\n");

    private static int Version(CareBench.Started started, UpdateKind kind) =>
        kind == UpdateKind.Settings ? started.Settings.Mqtt.Host[^1] - '0'
        : Enumerable.Range(1, 9).Single(version => CareBench.ChecksumOf(version) == started.Model.Checksum);

    private void Succeed(UpdateKind kind, int serial, int version)
    {
        Assert.True(new CareBench.Started(bench, null).Inbox.Offer(Update(kind, serial, version)));
        Assert.Equal(version, Version(new CareBench.Started(bench, null).Succeed(), kind));
    }

    // Slots are written before the state that names them; leaves the drive as the act has left it.
    private int EveryCut(Action act, Action<string> check)
    {
        var before = Snapshot();
        act();
        var after = Snapshot();
        var written = after.Where(file => !before.TryGetValue(file.Key, out var old) || !old.SequenceEqual(file.Value))
            .OrderBy(file => file.Key.StartsWith("update", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(written);
        var cuts = 0;
        for (var w = 0; w < written.Count; w++)
        {
            for (var length = 0; length <= written[w].Value.Length; length++)
            {
                var drive = new Dictionary<string, byte[]>(before, StringComparer.Ordinal);
                foreach (var whole in written.Take(w))
                {
                    drive[whole.Key] = whole.Value;
                }

                drive[written[w].Key] = written[w].Value[..length];
                Restore(drive);
                check($"{written[w].Key} cut at {length}");
                cuts++;
            }
        }

        Restore(after);
        return cuts;
    }

    private Dictionary<string, byte[]> Snapshot() =>
        Directory.GetFiles(bench.Drive).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes, StringComparer.Ordinal);

    private void Restore(Dictionary<string, byte[]> drive)
    {
        foreach (var file in Directory.GetFiles(bench.Drive).Where(file => !drive.ContainsKey(Path.GetFileName(file))))
        {
            File.Delete(file);
        }

        foreach (var (name, bytes) in drive)
        {
            File.WriteAllBytes(Path.Combine(bench.Drive, name), bytes);
        }
    }
}
