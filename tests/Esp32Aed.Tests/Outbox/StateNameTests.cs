using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;
using BoardFile = Esp32Aed.VirtualBoard.Api.File;

namespace Esp32Aed.Tests;

/// <summary>The small state in the names of two files.</summary>
public sealed class StateNameTests
{
    private const string Folder = "I:\\state";

    [Fact]
    public void Holds_what_was_written_last_over_restarts()
    {
        var drive = new FlashDrive();
        Assert.Null(Read(drive, out var isNewDamaged));
        Assert.False(isNewDamaged);

        // Longer than any order of names can agree with.
        for (var i = 1; i < 300; i++)
        {
            Write(drive, (byte)i);
            Assert.Equal([(byte)i, (byte)i, (byte)i], Read(drive, out var damaged) ?? []);
            Assert.False(damaged);
            Assert.Equal(Math.Min(i, 2), drive.Files.AllPaths.Count);
        }

        Assert.All(drive.Files.AllPaths, path => Assert.Empty(drive.Files[path]));
    }

    [Fact]
    public void The_largest_state_comes_back_and_its_name_is_one_that_the_board_takes()
    {
        var drive = new FlashDrive();
        var state = Enumerable.Range(0, StateName.MostBytes).Select(i => (byte)(i * 7)).ToArray();
        drive.Run(() => new StateName(Folder).Write(state));
        Assert.Equal(state, Read(drive));
        var path = Assert.Single(drive.Files.AllPaths);
        Assert.InRange(path.Length, 1, 245);
        Assert.Matches("^[A-Za-z0-9_-]+$", path[(Folder.Length + 1)..]);
    }

    [Fact]
    public void A_power_cut_at_any_step_leaves_the_old_state_or_the_new()
    {
        for (var writes = 0; writes < 4; writes++)
        {
            for (var cut = 0; ; cut++)
            {
                var drive = new FlashDrive();
                for (byte i = 0; i < writes; i++)
                {
                    Write(drive, i);
                }

                var done = drive.Run(() => WriteOn(99), new DriveFaults { StepsToPowerCut = cut });
                byte[]? before = writes == 0 ? null : [(byte)(writes - 1), (byte)(writes - 1), (byte)(writes - 1)];
                Assert.Equal(done ? [99, 99, 99] : before, Read(drive, out var damaged));

                // Only where the folder was made and no state yet it can't tell that none is lost.
                Assert.Equal(!done && writes == 0 && cut == 1, damaged);
                Write(drive, 100);
                Assert.Equal([100, 100, 100], Read(drive, out damaged));
                Assert.False(damaged);
                if (done)
                {
                    break;
                }
            }
        }
    }

    [Theory]
    [InlineData(DriveFault.Before, 2)]
    [InlineData(DriveFault.Middle, 2)]
    [InlineData(DriveFault.After, 3)]
    public void A_renaming_that_fails_leaves_the_old_state_and_one_that_only_says_so_the_new(DriveFault fault, byte kept)
    {
        var drive = new FlashDrive();
        Write(drive, 1);
        Write(drive, 2);
        var calls = 0;
        drive.Run(
            () =>
            {
                var file = new StateName(Folder);
                file.Read();
                if (fault == DriveFault.After)
                {
                    file.Write([3, 3, 3]);
                }
                else
                {
                    Assert.Throws<IOException>(() => file.Write([3, 3, 3]));
                }

                Assert.Equal([kept, kept, kept], new StateName(Folder).Read());
                file.Write([4, 4, 4]);
            },
            new DriveFaults { Fault = c => c.Kind == DriveCallKind.Move && calls++ == 0 ? fault : DriveFault.None });
        Assert.Equal([4, 4, 4], Read(drive));
        Assert.Equal(2, drive.Files.AllPaths.Count);
    }

    [Theory]
    [InlineData(DriveFault.Before)]
    [InlineData(DriveFault.Middle)]
    [InlineData(DriveFault.After)]
    public void The_first_writes_may_fail(DriveFault fault)
    {
        for (var failing = 0; failing < 3; failing++)
        {
            var drive = new FlashDrive();
            var calls = 0;
            drive.Run(
                () =>
                {
                    var file = new StateName(Folder);
                    for (byte i = 1; i < 5; i++)
                    {
                        try
                        {
                            file.Write([i, i, i]);
                            Assert.Equal([i, i, i], new StateName(Folder).Read());
                        }
                        catch (IOException)
                        {
                            Assert.Equal(failing, calls - 1);
                        }
                    }
                },
                new DriveFaults { Fault = c => c.Kind == DriveCallKind.Create && calls++ == failing ? fault : DriveFault.None });
            Assert.True(calls > failing);
            Assert.Equal([4, 4, 4], Read(drive));
            Assert.InRange(drive.Files.AllPaths.Count, 1, 2);
        }
    }

    [Fact]
    public void A_full_drive_takes_new_states()
    {
        var drive = new FlashDrive();
        Write(drive, 1);
        Write(drive, 2);
        drive.Files["I:\\model.aed"] = new byte[4096 * 64];
        for (byte i = 3; i < 8; i++)
        {
            Assert.True(drive.Run(() => WriteOn(i), bytes: 262144));
            Assert.Equal([i, i, i], Read(drive) ?? []);
        }
    }

    [Fact]
    public void A_name_with_a_turned_bit_is_not_believed_told_of_and_written_over()
    {
        for (var bit = 0; bit < 11 * 8; bit++)
        {
            var drive = new FlashDrive();
            Write(drive, 1);
            Write(drive, 2);
            var newest = drive.Files.AllPaths.MaxBy(path => BitConverter.ToInt32(NameFolder.BytesOf(path)))!;
            NameDamage.Turn(drive.Files, newest, bit / 8, (byte)(1 << (bit % 8)));
            Assert.Equal([1, 1, 1], Read(drive, out var damaged));
            Assert.True(damaged);
            Write(drive, 3);
            Assert.Equal([3, 3, 3], Read(drive, out damaged));
            Assert.False(damaged);
            Assert.Equal(2, drive.Files.AllPaths.Count);
        }
    }

    [Theory]
    [InlineData("notes.txt", "x", "AAAA")]
    [InlineData("notes.txt")]
    [InlineData("!!!!!!!!!!!!", "AAAAAAAAAAAAAAAA")]
    public void Foreign_names_are_no_state_and_are_gone_after_some_writes(params string[] names)
    {
        var drive = new FlashDrive();
        foreach (var name in names)
        {
            drive.Files[$"{Folder}\\{name}"] = [1, 2, 3];
        }

        Assert.Null(Read(drive, out var damaged));
        Assert.True(damaged);
        for (byte i = 1; i < 5; i++)
        {
            Write(drive, i);
            Assert.Equal([i, i, i], Read(drive) ?? []);
        }

        Read(drive, out damaged);
        Assert.False(damaged);
        Assert.Equal(2, drive.Files.AllPaths.Count);
    }

    [Fact]
    public void Of_three_names_as_a_renaming_by_copying_leaves_them_the_newest_counts_and_one_is_deleted()
    {
        for (var refused = 0; refused < 2; refused++)
        {
            var drive = new FlashDrive();
            Write(drive, 1);
            var oldest = Assert.Single(drive.Files.AllPaths);
            Write(drive, 2);
            Write(drive, 3);
            drive.Files[oldest] = [];
            Assert.Equal([3, 3, 3], Read(drive));
            drive.Run(() => WriteOn(4), new DriveFaults { Fault = c => refused == 1 && c.Kind == DriveCallKind.Delete ? DriveFault.Before : DriveFault.None });
            Assert.Equal([4, 4, 4], Read(drive));
            Write(drive, 5);
            Assert.Equal([5, 5, 5], Read(drive));
            Assert.Equal(2, drive.Files.AllPaths.Count);
        }
    }

    [Fact]
    public void A_name_that_is_missing_is_told_of()
    {
        var drive = new FlashDrive();
        Write(drive, 1);
        drive.Run(() => BoardFile.Delete(drive.Files.AllPaths[0]));
        Assert.Null(Read(drive, out var damaged));
        Assert.True(damaged);
        for (byte i = 1; i < 8; i++)
        {
            Write(drive, i);
            Read(drive, out damaged);
            Assert.False(damaged);
        }

        drive.Run(() => BoardFile.Delete(drive.Files.AllPaths.MaxBy(path => BitConverter.ToInt32(NameFolder.BytesOf(path)))!));
        Assert.Equal([6, 6, 6], Read(drive, out damaged));
        Assert.True(damaged);
        Write(drive, 9);
        Assert.Equal([9, 9, 9], Read(drive, out damaged));
        Assert.False(damaged);
    }

    private static byte[]? Read(FlashDrive drive) => Read(drive, out _);

    private static byte[]? Read(FlashDrive drive, out bool damaged)
    {
        byte[]? state = null;
        var isDamaged = false;
        drive.Run(() =>
        {
            var file = new StateName(Folder);
            state = file.Read();
            isDamaged = file.IsDamaged;
        });
        damaged = isDamaged;
        return state;
    }

    private static void Write(FlashDrive drive, byte value) => Assert.True(drive.Run(() => WriteOn(value)));

    private static void WriteOn(byte value) => new StateName(Folder).Write([value, value, value]);
}
