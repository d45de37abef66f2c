using Esp32Aed.VirtualBoard;
using Xunit;
using BoardDateTime = Esp32Aed.VirtualBoard.Api.DateTime;
using BoardEvent = Esp32Aed.VirtualBoard.Api.AutoResetEvent;
using BoardFile = Esp32Aed.VirtualBoard.Api.File;
using BoardThread = Esp32Aed.VirtualBoard.Api.Thread;
using WifiNetworkHelper = nanoFramework.Networking.WifiNetworkHelper;

namespace Esp32Aed.Tests;

/// <summary>Drive, time, threads and network of the virtual board.</summary>
public sealed class BoardTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Files_of_the_drive_are_files_of_its_folder()
    {
        var text = bench.Run(() =>
        {
            BoardFile.WriteAllText("I:\\boot", "7");
            return BoardFile.ReadAllText("I:\\boot");
        });
        Assert.Equal("7", text);
        Assert.Equal("7", File.ReadAllText(Path.Combine(bench.Drive, "boot")));
    }

    [Fact]
    public void Names_are_told_apart_by_case()
    {
        File.WriteAllText(Path.Combine(bench.Drive, "Boot"), "7");
        Assert.False(bench.Run(() => BoardFile.Exists("I:\\boot")));
        Assert.Throws<FileNotFoundException>(() => bench.Run(() => BoardFile.ReadAllText("I:\\boot")));
    }

    [Theory]
    [InlineData("I:\\..\\secret")]
    [InlineData("I:\\a/../../secret")]
    [InlineData("I:\\")]
    [InlineData("C:\\secret")]
    [InlineData("/etc/passwd")]
    [InlineData("I:\\\\secret")]
    public void No_path_leads_out_of_the_drive(string path) =>
        Assert.Throws<IOException>(() => bench.Run(() => BoardFile.ReadAllBytes(path)));

    [Fact]
    public void Time_passes_at_once_while_all_threads_wait()
    {
        using var board = new Board(bench.Options());
        var order = new List<string>();
        Bench.Run(board, () =>
        {
            new BoardThread(() =>
            {
                BoardThread.Sleep(3600_000);
                order.Add("an hour");
            }).Start();
            BoardThread.Sleep(60_000);
            order.Add("a minute");
            BoardThread.Sleep(7200_000);
            order.Add("two hours");
            return 0;
        });
        Assert.Equal(["a minute", "an hour", "two hours"], order);
        Assert.Equal(7260_000_000, board.Clock.Microseconds);
    }

    [Fact]
    public void An_event_wakes_a_thread_at_the_time_it_is_set_or_its_wait_ends_in_time()
    {
        using var board = new Board(bench.Options());
        var results = Bench.Run(board, () =>
        {
            var signal = new BoardEvent(false);
            new BoardThread(() =>
            {
                BoardThread.Sleep(500);
                signal.Set();
            }).Start();
            var first = (signal.WaitOne(2000, false), board.Clock.Microseconds);
            var second = (signal.WaitOne(2000, false), board.Clock.Microseconds);
            return new[] { first, second };
        });
        Assert.Equal([(true, 500_000L), (false, 2_500_000L)], results);
    }

    [Fact]
    public void The_clock_shows_1970_until_the_network_sets_it()
    {
        var switchedOn = new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc);
        var years = bench.Run(
            () =>
            {
                BoardThread.Sleep(5000);
                var before = BoardDateTime.UtcNow;
                Assert.True(Join(20000));
                return new[] { before.Ticks, BoardDateTime.UtcNow.Ticks };
            },
            bench.Options() with { SwitchedOnAt = switchedOn });
        Assert.Equal([DateTime.UnixEpoch.AddSeconds(5).Ticks, switchedOn.AddMilliseconds(14200).Ticks], years);
    }

    [Fact]
    public void Without_a_network_the_link_fails_and_sets_no_clock()
    {
        using var board = new Board(bench.Options()) { IsNetworkUp = false };
        Assert.Equal(1970, Bench.Run(board, () => Join(20000) ? 0 : BoardDateTime.UtcNow.Year));
    }

    [Theory]
    [InlineData(9000, 0, false)]
    [InlineData(9300, 9200, true)]
    public void A_scan_and_an_address_take_their_time(int patience, int taken, bool joins)
    {
        using var board = new Board(bench.Options());
        Assert.Equal(joins, Bench.Run(board, () => Join(patience)));
        Assert.Equal(joins ? taken : patience, board.Clock.Microseconds / 1000);
    }

    [Fact]
    public void A_radio_that_the_configuration_disables_is_off_and_joins_nothing()
    {
        var configuration = new BoardConfiguration { Options = System.Net.NetworkInformation.Wireless80211Configuration.ConfigurationOptions.Disable };
        using var board = new Board(bench.Options() with { Configuration = configuration });
        Assert.False(Bench.Run(board, () => Join(20000)));
        Assert.False(board.Wifi.IsOn);
    }

    [Fact]
    public void The_time_that_the_radio_is_on_counts_from_the_start()
    {
        using var board = new Board(bench.Options());
        Bench.Run(board, () =>
        {
            BoardThread.Sleep(700);
            Join(20000);
            WifiNetworkHelper.Disconnect();
            BoardThread.Sleep(5000);
            return true;
        });
        Assert.Equal(9900, board.Wifi.OnMicroseconds / 1000);
    }

    [Fact]
    public void Power_off_ends_threads_that_wait_for_ever_even_if_they_catch_everything()
    {
        var board = new Board(bench.Options());
        var thread = board.Start(() =>
        {
            try
            {
                new BoardEvent(false).WaitOne();
            }
            catch (Exception)
            {
                BoardThread.Sleep(1000);
            }
        });
        board.PowerOff();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        Assert.Null(board.Crash);
    }

    [Fact]
    public void Two_boards_at_once_have_their_own_clocks_and_drives()
    {
        using var other = new Bench();
        using var first = new Board(bench.Options());
        using var second = new Board(other.Options());
        Bench.Run(first, () =>
        {
            BoardThread.Sleep(1000);
            BoardFile.WriteAllText("I:\\mine", "1");
            return 0;
        });
        Assert.False(Bench.Run(second, () => BoardFile.Exists("I:\\mine")));
        Assert.Equal((1_000_000, 0), (first.Clock.Microseconds, second.Clock.Microseconds));
    }

    [Fact]
    public void A_program_that_crashes_halts_the_board_and_says_why()
    {
        using var board = new Board(bench.Options());
        Assert.Throws<InvalidOperationException>(() => Bench.Run<int>(board, () => throw new InvalidOperationException("wires crossed")));
        Assert.Contains("wires crossed", Assert.Single(board.Log), StringComparison.Ordinal);
    }

    private static bool Join(int milliseconds)
    {
        using var patience = new Esp32Aed.VirtualBoard.Api.CancellationTokenSource(milliseconds);
        return WifiNetworkHelper.ScanAndConnectDhcp("virtual", "virtual", requiresDateTime: true, token: patience.Token);
    }
}
