using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;
using BoardFile = Esp32Aed.VirtualBoard.Api.File;

namespace Esp32Aed.Tests;

/// <summary>
/// The wear of the flash, against what LittleFS itself did (2.11, set up as on the board, on a block device in memory that counted erases) under
/// the same calls: the model may say up to 40 % more, and no less.
/// </summary>
public sealed class DriveWearTests
{
    [Theory]
    [InlineData(10, 60, 2, true, 0.339)]
    [InlineData(10, 60, 0, false, 0.137)]
    public void Agrees_with_what_was_measured_where_each_record_is_a_wake(int every, int post, int states, bool reads, double measured)
    {
        const int records = 1200;
        var drive = new FlashDrive();
        drive.Files["I:\\nf.config"] = new byte[1800];
        drive.Files["I:\\nf.secrets"] = new byte[200];
        drive.Files["I:\\model.aed"] = new byte[30000];
        var wear = new DriveWear();
        for (var i = 0; i < records; i++)
        {
            var sends = (i + 1) * every % post == 0;
            using var board = new Board(new BoardOptions { Drive = drive.Files, Sound = new BoardSound([], 8000) });
            Bench.Run(board, () => Wake(i, states, reads, sends));
            wear.Add(board.Drive.Wear);
        }

        Assert.InRange(wear.Erases / records, measured, measured * 1.4);
    }

    [Fact]
    public void Agrees_with_what_was_measured_where_the_sensor_is_always_on()
    {
        const int records = 3000;
        var drive = new FlashDrive();
        using var board = new Board(new BoardOptions { Drive = drive.Files, Sound = new BoardSound([], 8000) });
        Bench.Run(board, () =>
        {
            var outbox = new Outbox("I:\\outbox", 16384);
            for (var i = 0; i < records; i++)
            {
                outbox.Add(Record(i));
                if (i % 15 == 14)
                {
                    Send(outbox);
                }
            }

            return 0;
        });
        Assert.InRange(board.Drive.Wear.Erases / records, 0.134, 0.134 * 1.4);
    }

    [Fact]
    public void A_large_file_wears_a_block_for_each_it_is_written_to()
    {
        using var board = new Board(new BoardOptions { Drive = new MemoryFiles(), Sound = new BoardSound([], 8000) });
        Bench.Run(board, () =>
        {
            BoardFile.WriteAllBytes("I:\\model.aed", new byte[30000]);
            return 0;
        });
        Assert.InRange(board.Drive.Wear.Erases, 8, 8.2);
    }

    [Theory]
    [InlineData(30, 3.3)]
    [InlineData(80, 8)]
    public void The_block_worn_most_depends_on_whether_a_long_file_moves_now_and_then(int meanErases, double factor)
    {
        using var board = new Board(new BoardOptions { Drive = new MemoryFiles(), Sound = new BoardSound([], 8000) });
        Bench.Run(board, () =>
        {
            BoardFile.WriteAllBytes("I:\\model.aed", new byte[30000]);
            while (board.Drive.Wear.Erases < meanErases * DriveWear.Blocks)
            {
                BoardFile.ReadAllBytes("I:\\model.aed");
            }

            return 0;
        });
        Assert.Equal(factor * meanErases, board.Drive.Wear.WorstBlockErases, 0.1);
    }

    private static int Wake(int i, int states, bool reads, bool sends)
    {
        if (reads)
        {
            BoardFile.ReadAllBytes("I:\\nf.config");
            BoardFile.ReadAllBytes("I:\\model.aed");
            if (sends)
            {
                BoardFile.ReadAllBytes("I:\\nf.secrets");
            }
        }

        var state = new StateName("I:\\wake");
        state.Read();
        var outbox = new Outbox("I:\\outbox", 16384);
        for (var s = 0; s < states / 2; s++)
        {
            state.Write(new byte[69]);
        }

        outbox.Add(Record(i));
        if (sends)
        {
            Send(outbox);
        }

        for (var s = 0; s < states / 2; s++)
        {
            state.Write(new byte[69]);
        }

        return 0;
    }

    private static void Send(Outbox outbox)
    {
        while (outbox.Count > 0)
        {
            outbox.Remove(Math.Min(outbox.Count, Outbox.Window));
        }
    }

    private static CountRecord Record(int i) => new()
    {
        Device = "yard-1",
        Boot = 100000 + i,
        Era = 90000,
        StartMicroseconds = 10000000000000 + (i * 600000000L),
        LengthMicroseconds = 600000000,
        ListenedMicroseconds = 60000000,
        LoadPermille = 613,
        MeanPeak = 900,
        BatteryMillivolts = 3900,
        Rssi = -71,
        ResetReason = WakeReason.Wake,
        Labels = ["blub"],
        Counts = [42],
        ModelChecksum = 0x12345678,
    };
}
