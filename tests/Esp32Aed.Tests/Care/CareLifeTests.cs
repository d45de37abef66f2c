using System.Globalization;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests.Care;

/// <summary>Random lives of a sensor: crashes, losses of power, updates good and bad, networks that come and go. <c>AED_LIVES</c> is how many, 100 if it is not set.</summary>
public sealed class CareLifeTests
{
    private const int Flashed = 1;
    private const int MostStartsToRecover = 80;

    private static readonly int Lives =
        int.TryParse(Environment.GetEnvironmentVariable("AED_LIVES"), CultureInfo.InvariantCulture, out var lives) ? lives : 100;

    [Fact]
    public void Whatever_has_happened_a_sensor_that_is_let_alone_comes_back_with_a_good_model()
    {
        using var bench = new CareBench();
        var random = new Random(5);
        var safe = 0;
        for (var life = 0; life < Lives; life++)
        {
            foreach (var file in Directory.GetFiles(bench.Drive).Where(file => !file.EndsWith("nf.config", StringComparison.Ordinal) && !file.EndsWith("model.aed", StringComparison.Ordinal)))
            {
                File.Delete(file);
            }

            var seed = random.Next();
            safe += bench.Run(() => new Life(bench, new Random(seed)).Run(seed)) ? 1 : 0;
        }

        Assert.InRange(safe, Lives / 20, Lives - 1);
    }

    private sealed class Life(CareBench bench, Random random)
    {
        private static readonly Dictionary<uint, int> Versions = Enumerable.Range(Flashed, 120).ToDictionary(CareBench.ChecksumOf);

        private int serial;
        private bool woke;
        private bool wasSafe;

        /// <summary>Lives, recovers, and tells whether there was safe mode.</summary>
        public bool Run(int seed)
        {
            for (var n = random.Next(5, 40); n > 0; n--)
            {
                Start(random.Next(10), isNetworkUp: random.Next(3) > 0);
            }

            // From now on nothing disturbs it.
            for (var n = 0; n < MostStartsToRecover; n++)
            {
                if (Start(int.MaxValue, isNetworkUp: true))
                {
                    return wasSafe;
                }
            }

            throw new InvalidOperationException($"life {seed} does not come back");
        }

        // Models of odd numbers, but the flashed one, crash whoever listens with them. Returns whether all is well again.
        private bool Start(int event10, bool isNetworkUp)
        {
            var log = new CrashLog("I:\\crash");
            var guard = BootGuard.Begin("I:\\guard", woke, log);
            woke = false;
            wasSafe |= guard.IsSafe;
            var care = new CareBench.Started(bench, guard.Failure);
            if (guard.IsSafe)
            {
                SafeRound(care, guard, event10, isNetworkUp);
                return false;
            }

            var version = VersionOf(care);
            var isBad = version > Flashed && version % 2 == 1;
            if (isBad)
            {
                Assert.True(care.Slots.IsOnTrial, "a bad model was confirmed");
            }

            switch (event10)
            {
                case 0 or 1:
                    log.Note(random.Next(2) == 0 ? WatchedPhase.Listening : WatchedPhase.Posting, new IOException("fault"));
                    return false;
                case 2:
                    log.NoteStuck(WatchedPhase.Listening);
                    return false;
                case 3 or 4:
                    guard.Tick(random.Next(2) * 61_000_000);
                    return false;
            }

            if (isBad)
            {
                log.Note(WatchedPhase.Listening, new IOException("bad model"));
                return false;
            }

            var wasOnTrial = care.Slots.IsOnTrial;
            care.Slots.NoteInterval();
            if (isNetworkUp)
            {
                care.Slots.NoteAcknowledged();
                guard.Succeeded();
                Assert.False(care.Slots.IsOnTrial);
                OfferSometimes(care, event10);
            }

            woke = !care.Slots.IsRestartDue;
            if (!woke)
            {
                guard.Restarting(leavesSafeMode: true);
            }

            return event10 == int.MaxValue && isNetworkUp && !wasOnTrial && !care.Slots.IsRestartDue;
        }

        private void SafeRound(CareBench.Started care, BootGuard guard, int event10, bool isNetworkUp)
        {
            var session = new Session(() =>
            {
                if (!isNetworkUp)
                {
                    throw new IOException("no network");
                }

                OfferSometimes(care, event10);
            });
            woke = new SafeMode(guard, care.Slots).Round(session) > 0 && event10 > 1;
        }

        private void OfferSometimes(CareBench.Started care, int event10)
        {
            if (event10 is 5 or 6 or 7)
            {
                serial++;
                var version = (2 * random.Next(1, 60)) + (event10 == 5 ? 1 : 0);
                Assert.Equal(care.Inbox.Offer(CareBench.Sealed(UpdateKind.Model, serial, CareBench.Model(version))), care.Slots.IsRestartDue);
            }
        }

        private static int VersionOf(CareBench.Started care) => Versions[care.Model.Checksum];
    }

    private sealed class Session(Action run) : IHealthSession
    {
        public void Run() => run();
    }
}
