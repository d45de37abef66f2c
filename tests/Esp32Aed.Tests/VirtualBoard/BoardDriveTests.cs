using Esp32Aed.VirtualBoard;
using Xunit;
using BoardDirectory = Esp32Aed.VirtualBoard.Api.Directory;
using BoardFile = Esp32Aed.VirtualBoard.Api.File;
using BoardStream = Esp32Aed.VirtualBoard.Api.FileStream;

namespace Esp32Aed.Tests;

/// <summary>The virtual board's drive: its streams, and its faults when asked for.</summary>
public sealed class BoardDriveTests
{
    private const string Path = "I:\\a";
    private readonly FlashDrive drive = new();

    [Fact]
    public void Streams_read_write_seek_and_append() => Assert.True(drive.Run(() =>
    {
        using (var made = new BoardStream(Path, FileMode.Create))
        {
            made.Write([1, 2, 3, 4], 1, 3);
            made.WriteByte(5);
            Assert.Equal((4, 4, Path), (made.Length, made.Position, made.Name));
        }

        using (var more = new BoardStream(Path, FileMode.Append))
        {
            more.Write([6], 0, 1);
            Assert.Throws<NotSupportedException>(() => more.ReadByte());
            Assert.Throws<IOException>(() => more.Seek(0, SeekOrigin.Begin));
        }

        using var stream = new BoardStream(Path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[9];
        Assert.Equal(5, stream.Read(bytes, 1, 8));
        Assert.Equal([0, 2, 3, 4, 5, 6, 0, 0, 0], bytes);
        Assert.Equal(-1, stream.ReadByte());
        Assert.Equal(4, stream.Seek(-1, SeekOrigin.End));
        stream.WriteByte(7);
        stream.SetLength(7);
        stream.Position = 3;
        stream.Flush();
        Assert.Equal(5, stream.ReadByte());
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
        Assert.Equal([2, 3, 4, 5, 7, 0, 0], BoardFile.ReadAllBytes(Path));
    }));

    [Fact]
    public void Opening_asks_for_what_the_mode_says() => Assert.True(drive.Run(() =>
    {
        Assert.Throws<IOException>(() => new BoardStream(Path, FileMode.Open));
        Assert.Throws<IOException>(() => new BoardStream(Path, FileMode.Truncate));
        new BoardStream(Path, FileMode.CreateNew).Dispose();
        Assert.Throws<IOException>(() => new BoardStream(Path, FileMode.CreateNew));
        Assert.Throws<ArgumentException>(() => new BoardStream(Path, FileMode.Append, FileAccess.ReadWrite));
        Assert.Throws<ArgumentException>(() => new BoardStream(Path, FileMode.Create, FileAccess.Read));
        using var read = new BoardStream(Path, FileMode.Open, FileAccess.Read);
        Assert.Throws<NotSupportedException>(() => read.WriteByte(1));
        Assert.Throws<NotSupportedException>(() => read.SetLength(1));
    }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_folder_is_made_listed_and_needed(bool inMemory)
    {
        using var bench = new Bench();
        using var board = new Board(bench.Options() with { Drive = inMemory ? new MemoryFiles() : null });
        Bench.Run(board, () =>
        {
            Assert.False(BoardDirectory.Exists("I:\\x"));
            Assert.Throws<IOException>(() => BoardDirectory.GetFiles("I:\\x"));
            Assert.ThrowsAny<IOException>(() => BoardFile.WriteAllText("I:\\x\\b", "1"));
            BoardDirectory.CreateDirectory("I:\\x");
            BoardDirectory.CreateDirectory("I:\\x");
            BoardFile.WriteAllText("I:\\x\\b", "1");
            BoardFile.WriteAllText("I:\\x\\a", "1");
            BoardFile.WriteAllText("I:\\c", "1");
            BoardFile.Move("I:\\x\\a", "I:\\x\\d");
            Assert.True(BoardDirectory.Exists("I:\\x\\"));
            Assert.False(BoardFile.Exists("I:\\x"));
            Assert.Equal(["I:\\x\\b", "I:\\x\\d"], BoardDirectory.GetFiles("I:\\x"));
            Assert.Equal(["I:\\x\\b", "I:\\x\\d"], BoardDirectory.GetFiles("I:\\x\\"));
            Assert.Equal(["I:\\c"], BoardDirectory.GetFiles("I:\\"));
            return 0;
        });
    }

    [Fact]
    public void Files_are_moved_only_to_names_that_are_free_and_deleted_only_if_they_are_there() => Assert.True(drive.Run(() =>
    {
        BoardFile.WriteAllText(Path, "x");
        BoardFile.WriteAllText("I:\\b", "y");
        Assert.Throws<IOException>(() => BoardFile.Move(Path, "I:\\b"));
        Assert.Throws<IOException>(() => BoardFile.Move("I:\\c", "I:\\d"));
        BoardFile.Move(Path, "I:\\c");
        BoardFile.Delete(Path);
        BoardFile.Delete("I:\\b");
        Assert.Equal((false, false, "x"), (BoardFile.Exists(Path), BoardFile.Exists("I:\\b"), BoardFile.ReadAllText("I:\\c")));
    }));

    [Fact]
    public void When_the_power_is_cut_the_first_bytes_of_a_write_survive_and_nothing_after()
    {
        Assert.False(drive.Run(
            () =>
            {
                try
                {
                    BoardFile.WriteAllBytes(Path, [1, 2, 3, 4, 5]);
                }
                catch (Exception)
                {
                    BoardFile.WriteAllBytes("I:\\b", [1]);
                }
            },
            new DriveFaults { StepsToPowerCut = 4 }));
        Assert.Equal([1, 2, 3], drive.Files[Path]);
        Assert.Single(drive.Files.AllPaths);
    }

    [Theory]
    [InlineData(DriveFault.Before, 0)]
    [InlineData(DriveFault.Middle, 2)]
    [InlineData(DriveFault.After, 4)]
    public void A_write_may_fail_before_amidst_or_after_its_work(DriveFault fault, int left)
    {
        var faults = new DriveFaults { Fault = call => call.Kind == DriveCallKind.Write ? fault : DriveFault.None };
        Assert.True(drive.Run(() => Assert.Throws<IOException>(() => BoardFile.WriteAllBytes(Path, [1, 2, 3, 4])), faults));
        Assert.Equal(left, drive.Files[Path].Length);
        Assert.Equal((1, left + 1), (faults.Faults, faults.Steps));
    }

    [Theory]
    [InlineData(DriveCallKind.Open)]
    [InlineData(DriveCallKind.Read)]
    [InlineData(DriveCallKind.Delete)]
    [InlineData(DriveCallKind.Move)]
    [InlineData(DriveCallKind.Create)]
    [InlineData(DriveCallKind.SetLength)]
    public void Any_call_may_fail(DriveCallKind kind)
    {
        drive.Files[Path] = [1];
        Assert.True(drive.Run(
            () => Assert.Throws<IOException>(() =>
            {
                using (var stream = new BoardStream(Path, FileMode.Open))
                {
                    stream.ReadByte();
                    stream.SetLength(0);
                }

                BoardFile.WriteAllBytes("I:\\b", [2]);
                BoardFile.Move("I:\\b", "I:\\c");
                BoardFile.Delete(Path);
            }),
            new DriveFaults { Fault = call => call.Kind == kind ? DriveFault.Before : DriveFault.None }));
        Assert.Contains(Path, drive.Files.AllPaths);
    }

    [Fact]
    public void A_full_drive_refuses_and_takes_again_what_fits()
    {
        Assert.True(drive.Run(
            () =>
            {
                BoardFile.WriteAllBytes(Path, new byte[200000]);
                Assert.Throws<IOException>(() => BoardFile.WriteAllBytes("I:\\b", new byte[70000]));
                BoardFile.WriteAllBytes("I:\\b", new byte[40000]);
                BoardFile.Delete(Path);
                BoardFile.WriteAllBytes("I:\\c", new byte[200000]);
            },
            bytes: 262144));
    }
}
