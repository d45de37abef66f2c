using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The small state of two files.</summary>
public sealed class StateFileTests
{
    private const string Path = "I:\\state";

    [Fact]
    public void Holds_what_was_written_last_over_restarts()
    {
        var drive = new FlashDrive();
        Assert.Null(Read(drive));
        for (byte i = 1; i < 6; i++)
        {
            Write(drive, i);
            Assert.Equal([i, i, i], Read(drive, out var damaged) ?? []);
            Assert.False(damaged);
        }

        Assert.Equal(["I:\\state.0", "I:\\state.1"], drive.Files.AllPaths);
    }

    [Fact]
    public void A_power_cut_at_any_byte_leaves_the_old_state_or_the_new()
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
                var state = Read(drive);
                byte[]? before = writes == 0 ? null : [(byte)(writes - 1), (byte)(writes - 1), (byte)(writes - 1)];
                Assert.Equal(done ? [99, 99, 99] : before, state);
                Write(drive, 100);
                Assert.Equal([100, 100, 100], Read(drive));
                if (done)
                {
                    break;
                }
            }
        }
    }

    [Theory]
    [InlineData(DriveFault.Before)]
    [InlineData(DriveFault.Middle)]
    [InlineData(DriveFault.After)]
    public void A_write_that_fails_leaves_the_old_state_or_the_new_and_the_next_succeeds(DriveFault fault)
    {
        for (var failing = 0; failing < 2; failing++)
        {
            var drive = new FlashDrive();
            Write(drive, 1);
            Write(drive, 2);
            var call = 0;
            drive.Run(
                () =>
                {
                    var file = new StateFile(Path);
                    file.Read();
                    Assert.Throws<IOException>(() => file.Write([3, 3, 3]));
                    var kept = new StateFile(Path).Read();
                    Assert.Contains(kept[0], new byte[] { 2, 3 });
                    file.Write([4, 4, 4]);
                },
                new DriveFaults { Fault = c => c.Kind is DriveCallKind.Create or DriveCallKind.Write && call++ == failing ? fault : DriveFault.None });
            Assert.Equal([4, 4, 4], Read(drive));
        }
    }

    [Fact]
    public void A_damaged_file_is_not_believed_and_is_told_of()
    {
        for (var at = 0; at < 11; at++)
        {
            var drive = new FlashDrive();
            Write(drive, 1);
            Write(drive, 2);
            drive.Files["I:\\state.0"][at] ^= 0x10;
            Assert.Equal([1, 1, 1], Read(drive, out var damaged));
            Assert.True(damaged);
            Write(drive, 3);
            Assert.Equal([3, 3, 3], Read(drive));
        }
    }

    [Fact]
    public void Two_damaged_files_are_no_state_and_a_new_one_can_be_written()
    {
        var drive = new FlashDrive();
        drive.Files["I:\\state.0"] = [1, 2, 3];
        drive.Files["I:\\state.1"] = [];
        Assert.Null(Read(drive, out var damaged));
        Assert.True(damaged);
        Write(drive, 9);
        Assert.Equal([9, 9, 9], Read(drive));
    }

    [Fact]
    public void A_state_that_could_not_be_read_is_never_taken_for_none()
    {
        for (byte states = 1; states < 6; states++)
        {
            var drive = new FlashDrive();
            for (byte i = 1; i <= states; i++)
            {
                Write(drive, i);
            }

            var calls = 0;
            drive.Run(
                () =>
                {
                    var file = new StateFile(Path);
                    Assert.Throws<IOException>(file.Read);
                    file.Write([77, 77, 77]);
                },
                new DriveFaults { Fault = c => c.Kind == DriveCallKind.Read && calls++ == 0 ? DriveFault.Before : DriveFault.None });
            Assert.Equal([77, 77, 77], Read(drive));
        }
    }

    private static byte[]? Read(FlashDrive drive) => Read(drive, out _);

    private static byte[]? Read(FlashDrive drive, out bool damaged)
    {
        byte[]? state = null;
        var isDamaged = false;
        drive.Run(() =>
        {
            var file = new StateFile(Path);
            state = file.Read();
            isDamaged = file.IsDamaged;
        });
        damaged = isDamaged;
        return state;
    }

    private static void Write(FlashDrive drive, byte value) => Assert.True(drive.Run(() => WriteOn(value)));

    private static void WriteOn(byte value)
    {
        var file = new StateFile(Path);
        file.Read();
        file.Write([value, value, value]);
    }
}
