using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests.Care;

/// <summary>A file that moves on the drive is there, whole, whatever happens.</summary>
public sealed class FileRelocationTests
{
    private const string Path = "I:\\model.aed";
    private static readonly byte[] Content = [.. Enumerable.Range(0, 700).Select(i => (byte)(i * 7))];

    [Fact]
    public void The_power_may_be_cut_at_every_byte()
    {
        for (var cut = 0; ; cut++)
        {
            var drive = Drive();
            var done = drive.Run(() => FileRelocation.Run(Path), new DriveFaults { StepsToPowerCut = cut });
            AssertWhole(drive);
            if (done)
            {
                Assert.True(cut > Content.Length);
                break;
            }
        }
    }

    [Fact]
    public void Any_calls_may_fail()
    {
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var drive = Drive();
            drive.Run(() => FileRelocation.Run(Path), new DriveFaults { Fault = _ => random.Next(8) == 0 ? (DriveFault)random.Next(1, 4) : DriveFault.None });
            AssertWhole(drive);
        }
    }

    [Fact]
    public void Where_there_is_no_room_for_two_it_stays()
    {
        var drive = Drive();
        drive.Run(() => FileRelocation.Run(Path), bytes: 6000);
        Assert.Contains("stays where it is", Assert.Single(drive.Log), StringComparison.Ordinal);
        Assert.Equal([Path], drive.Files.AllPaths);
        AssertWhole(drive);
    }

    [Fact]
    public void A_file_that_was_put_there_since_counts()
    {
        var drive = Drive();
        drive.Files[Path + ".new"] = [1, 2, 3];
        AssertWhole(drive);
    }

    private static FlashDrive Drive()
    {
        var drive = new FlashDrive();
        drive.Files[Path] = [.. Content];
        return drive;
    }

    private static void AssertWhole(FlashDrive drive)
    {
        drive.Run(() => FileRelocation.Finish(Path));
        Assert.Equal([Path], drive.Files.AllPaths);
        Assert.Equal(Content, drive.Files[Path]);
    }
}
