using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Boot numbers, which the identity of every record hangs on, and what a start costs.</summary>
public sealed class WakeStateTests
{
    private const string Path = "I:\\wake";
    private const int EndsWithPause = 3;
    private static readonly DateTime Born = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void No_number_comes_twice_whatever_fails(int seed)
    {
        for (var lives = 0; lives < 12; lives++)
        {
            var random = new Random((seed * 1000) + lives);
            var files = new MemoryFiles();
            var life = new BoardLife(Options(files), Born);
            var boots = new List<int>();
            for (var start = 0; start < 60; start++)
            {
                if (random.Next(12) == 0)
                {
                    Damage(files, random);
                }

                var trouble = random.Next(3) == 0 ? random.Next(100, 900) : 0;
                var faults = new DriveFaults
                {
                    StepsToPowerCut = random.Next(6) == 0 ? random.Next(200) : null,
                    Fault = _ => random.Next(1000) < trouble ? (DriveFault)random.Next(1, 4) : DriveFault.None,
                };
                var end = random.Next(8);
                var hasNetwork = random.Next(4) == 0;
                var ordinal = start;
                life.Start(
                    () =>
                    {
                        var state = WakeState.Begin(Path, Board.Current.IsWakeUp);
                        if (end != EndsWithPause)
                        {
                            state.SettleBoot(ordinal);
                            boots.Add(state.Boot);
                        }

                        Act(state, end, hasNetwork);
                    },
                    options => options with { DriveFaults = faults },
                    board => board.Wifi.TimeError = TimeSpan.FromHours(random.Next(-50, 50)));
                if (random.Next(20) == 0)
                {
                    life.StayOff(TimeSpan.FromDays(1));
                }
            }

            Assert.Equal(boots.Count, boots.Distinct().Count());
        }
    }

    [Fact]
    public void A_start_in_order_opens_no_file_and_writes_nothing_before_it_sleeps()
    {
        var files = new MemoryFiles();
        var life = new BoardLife(Options(files), Born);
        for (var start = 0; start < 5; start++)
        {
            DriveWear? wear = null;
            (long Opens, long Entries) begun = default;
            var boot = 0;
            life.Start(
                () =>
                {
                    var state = WakeState.Begin(Path, Board.Current.IsWakeUp);
                    boot = state.Boot;
                    begun = (wear!.Opens, wear.Entries);
                    Sleep(state);
                },
                switchedOn: board => wear = board.Drive.Wear);
            Assert.Equal(start + 1, boot);
            Assert.Equal(start == 0 ? (1, 2) : (0, 0), begun);
            Assert.Equal((start == 0 ? 2 : 0, begun.Entries + 1), (wear!.Opens, wear.Entries));
        }

        Assert.Equal(2, files.AllPaths.Count);
        Assert.All(files.AllPaths, path => Assert.Empty(files[path]));
    }

    [Fact]
    public void After_a_sleep_whose_state_could_not_be_kept_the_era_and_the_number_are_new()
    {
        var files = new MemoryFiles();
        var life = new BoardLife(Options(files), Born);
        var starts = new List<(int Boot, bool WasAsleep)>();
        for (var start = 0; start < 6; start++)
        {
            var refuses = start == 2;
            life.Start(
                () =>
                {
                    var state = WakeState.Begin(Path, Board.Current.IsWakeUp);
                    starts.Add((state.Boot, state.WasAsleep));
                    Sleep(state);
                },
                options => options with { DriveFaults = new DriveFaults { Fault = call => refuses && call.Kind == DriveCallKind.Move ? DriveFault.Before : DriveFault.None } });
        }

        Assert.Equal([(1, false), (2, true), (3, true), (4, false), (5, true), (6, true)], starts);
    }

    [Fact]
    public void All_that_is_kept_comes_back()
    {
        var files = new MemoryFiles();
        var life = new BoardLife(Options(files), Born);
        life.Start(() =>
        {
            var state = WakeState.Begin(Path, isFromSleep: false);
            state.Era = 7;
            state.SleptAt = 40000000000000001;
            state.SleepLength = 86400000000;
            state.SyncedAt = 39000000000000002;
            state.SyncTicks = 639000000000000003;
            state.OldEra = 5;
            state.OldEraTicks = -4;
            state.NextPost = 4000000003600000;
            state.AddressUntil = 0;
            state.ListenedAt = 3000000000;
            state.Failures = 300;
            state.Rssi = -71;
            state.WillBeQuiet = true;
            Sleep(state);
        });
        life.Start(() =>
        {
            var state = WakeState.Begin(Path, isFromSleep: true);
            Assert.Equal((2, 7, 40000000000000001, 86400000000), (state.Boot, state.Era, state.SleptAt, state.SleepLength));
            Assert.Equal((39000000000000002, 639000000000000003, 5, -4), (state.SyncedAt, state.SyncTicks, state.OldEra, state.OldEraTicks));
            Assert.Equal((4000000004000000, 0, 3000000000), (state.NextPost, state.AddressUntil, state.ListenedAt));
            Assert.Equal((255, -71, true, true), (state.Failures, state.Rssi, state.WasAsleep, state.IsQuiet));
        });
    }

    [Fact]
    public void After_a_pause_the_number_goes_on_and_the_era_is_new_even_where_the_state_could_not_be_kept()
    {
        var life = new BoardLife(Options(new MemoryFiles()), Born);
        var starts = new List<(int Boot, bool WasAsleep)>();
        for (var start = 0; start < 6; start++)
        {
            var (pauses, refuses) = (start is 1 or 3, start == 3);
            life.Start(
                () =>
                {
                    var state = WakeState.Begin(Path, Board.Current.IsWakeUp);
                    starts.Add((state.Boot, state.WasAsleep));
                    if (pauses)
                    {
                        state.SaveForPause();
                        SleepByTimer();
                    }

                    Sleep(state);
                },
                options => options with { DriveFaults = new DriveFaults { Fault = call => refuses && call.Kind == DriveCallKind.Move ? DriveFault.Before : DriveFault.None } });
        }

        Assert.Equal([(1, false), (2, true), (3, false), (4, true), (5, false), (6, true)], starts);
    }

    [Theory]
    [InlineData("28000000", 28000001, "")]
    [InlineData("0", 1, "")]
    [InlineData("2000000000", 2000000001, "")]
    [InlineData("9999999999", 1, "boot: I:\\wake.first is no number below 2000000000; counting begins at 1")]
    [InlineData("12 34", 1, "boot: I:\\wake.first is no number below 2000000000; counting begins at 1")]
    public void A_new_board_counts_from_the_number_of_its_deployment(string content, int first, string line)
    {
        var files = new MemoryFiles { ["I:\\wake.first"] = System.Text.Encoding.ASCII.GetBytes(content) };
        var life = new BoardLife(Options(files), Born);
        var boots = new List<int>();
        List<string> log = [];
        for (var start = 0; start < 3; start++)
        {
            log.AddRange(life.Start(() =>
            {
                var state = WakeState.Begin(Path, Board.Current.IsWakeUp);
                boots.Add(state.Boot);
                Sleep(state);
            }).Log);
        }

        Assert.Equal([first, first + 1, first + 2], boots);
        Assert.Equal(line, string.Join('|', log));
    }

    [Fact]
    public void A_start_learns_that_it_is_for_posting_and_that_the_one_before_has_died_of_it()
    {
        var life = new BoardLife(Options(new MemoryFiles()), Born);
        var starts = new List<(bool IsSentToPost, bool HasDiedPosting)>();
        foreach (var end in new[] { "sleep", "sleep to post", "sleep to post", "die", "sleep", "die", "sleep" })
        {
            life.Start(() =>
            {
                var state = WakeState.Begin(Path, Board.Current.IsWakeUp);
                starts.Add((state.IsSentToPost, state.HasDiedPosting));
                state.WillPost = end == "sleep to post";
                if (end != "die")
                {
                    Sleep(state);
                }
            });
        }

        Assert.Equal([(false, false), (false, false), (true, false), (true, false), (false, true), (false, false), (false, false)], starts);
    }

    private static BoardOptions Options(MemoryFiles files) => new() { DriveFolder = string.Empty, Drive = files, Sound = new BoardSound([], 8000) };

    private static void Act(WakeState state, int end, bool hasNetwork)
    {
        if (hasNetwork)
        {
            nanoFramework.Networking.Sntp.UpdateNow();
        }

        if (end == 0)
        {
            state.Save();
            return;
        }

        if (end == 1)
        {
            return;
        }

        if (end == 2)
        {
            state.Save();
        }

        if (end == EndsWithPause)
        {
            state.SaveForPause();
            SleepByTimer();
        }

        Sleep(state);
    }

    private static void Sleep(WakeState state)
    {
        state.ChipAtSleep = Board.Current.UtcNow.Ticks;
        state.SaveForSleep();
        SleepByTimer();
    }

    private static void SleepByTimer()
    {
        nanoFramework.Hardware.Esp32.Sleep.EnableWakeupByTimer(TimeSpan.FromSeconds(500));
        nanoFramework.Hardware.Esp32.Sleep.StartDeepSleep();
    }

    private static void Damage(MemoryFiles files, Random random)
    {
        var paths = files.AllPaths;
        if (paths.Count > 0)
        {
            var path = paths[random.Next(paths.Count)];
            NameDamage.Turn(files, path, random.Next(NameDamage.BytesOf(files, path).Length), (byte)(1 << random.Next(8)));
        }
    }
}
