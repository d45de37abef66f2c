using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests.Care;

public sealed class SafeModeTests : IDisposable
{
    private readonly CareBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Three_crashes_then_an_update_that_mends_them()
    {
        Start(woke: false, _ => 0);
        for (var crash = 0; crash < 3; crash++)
        {
            Crash();
            Start(woke: false, _ => 0);
        }

        // The first pause comes before the first session; a session that fails is followed by a longer one.
        Assert.Equal([60, 120], Start(woke: false, care => new[] { care.Round(() => { }), care.Round(() => throw new IOException("no Wi-Fi")) }));
        Assert.Equal([0], Start(woke: true, care => new[] { care.Round(() => Assert.True(care.Started.Inbox.Offer(CareBench.Sealed(UpdateKind.Model, 1, CareBench.Model(2))))) }));
        Start(woke: false, care =>
        {
            Assert.False(care.Guard.IsSafe);
            Assert.True(care.Started.Slots.IsOnTrial);
            Assert.Equal(CareBench.ChecksumOf(2), care.Started.Model.Checksum);
            care.Started.Succeed();
            care.Guard.Succeeded();
            return 0;
        });
        Assert.False(Start(woke: true, care => care.Guard.IsSafe));
        Crash();
        Assert.False(Start(woke: false, care => care.Guard.IsSafe));
    }

    [Fact]
    public void An_update_that_crashes_in_its_trial_leads_back_to_safe_mode_with_the_old_model()
    {
        Three_crashes_in_a_row();
        Start(woke: true, care => care.Round(() => care.Started.Inbox.Offer(CareBench.Sealed(UpdateKind.Model, 1, CareBench.Model(2)))));
        Assert.True(Start(woke: false, care => care.Started.Slots.IsOnTrial));
        Crash();
        Start(woke: false, care =>
        {
            Assert.True(care.Guard.IsSafe);
            Assert.Equal(CareBench.ChecksumOf(1), care.Started.Model.Checksum);
            Assert.StartsWith("model 1 rolled back: listening: IOException", care.Started.Slots.Outcome, StringComparison.Ordinal);
            return 0;
        });
    }

    [Fact]
    public void A_power_cut_right_after_an_update_was_accepted_does_not_waste_its_trial()
    {
        Three_crashes_in_a_row();
        Start(woke: true, care => care.Started.Inbox.Offer(CareBench.Sealed(UpdateKind.Model, 1, CareBench.Model(2))));
        Assert.Equal(0, Start(woke: false, care => care.Round(() => Assert.Fail("no session is needed"))));
        Assert.False(Start(woke: false, care => care.Guard.IsSafe || !care.Started.Slots.IsOnTrial));
    }

    [Fact]
    public void Where_only_power_was_short_a_session_that_goes_well_is_enough()
    {
        for (var start = 0; start < 4; start++)
        {
            Start(woke: false, _ => 0);
        }

        Assert.Equal([60, 120], Start(woke: false, care => new[] { care.Round(() => { }), care.Round(() => throw new IOException("no Wi-Fi")) }));
        Assert.Equal([0], Start(woke: true, care => new[] { care.Round(() => { }) }));
        Assert.False(Start(woke: false, care => care.Guard.IsSafe));
    }

    [Fact]
    public void After_a_day_of_failing_sessions_it_listens_again()
    {
        Three_crashes_in_a_row();
        var seconds = Start(woke: true, care =>
        {
            var sum = 0;
            for (var pause = care.Round(Fails); pause > 0; pause = care.Round(Fails))
            {
                sum += pause;
            }

            return sum;
        });
        Assert.InRange(seconds, 86400 - 3600, 86400 + 3600);
        Assert.False(Start(woke: false, care => care.Guard.IsSafe));

        static void Fails() => throw new IOException("no Wi-Fi");
    }

    private void Three_crashes_in_a_row()
    {
        Start(woke: false, _ => 0);
        for (var crash = 0; crash < 3; crash++)
        {
            Crash();
            Start(woke: false, _ => 0);
        }
    }

    private void Crash() => bench.Run(() => { new CrashLog("I:\\crash").Note(WatchedPhase.Listening, new IOException("x")); return 0; });

    private T Start<T>(bool woke, Func<Parts, T> use) => bench.Run(() => use(new Parts(bench, woke)));

    private sealed class Parts
    {
        private readonly SafeMode mode;

        public Parts(CareBench bench, bool woke)
        {
            Guard = BootGuard.Begin("I:\\guard", woke, new CrashLog("I:\\crash"));
            Started = new CareBench.Started(bench, Guard.Failure);
            mode = new SafeMode(Guard, Started.Slots);
        }

        public BootGuard Guard { get; }

        public CareBench.Started Started { get; }

        public int Round(Action session) => mode.Round(new Session(session));

        private sealed class Session(Action run) : IHealthSession
        {
            public void Run() => run();
        }
    }
}
