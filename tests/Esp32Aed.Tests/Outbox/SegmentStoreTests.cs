using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Segments in names and in files.</summary>
public sealed class SegmentStoreTests
{
    private const string Folder = "I:\\outbox";
    private const int Slots = 6;
    private readonly FlashDrive drive = new();

    [Fact]
    public void Bytes_of_any_length_come_back_from_a_name()
    {
        var random = new Random(1);
        for (var length = 0; length <= NameFolder.MostBytes; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var path = NameFolder.PathOf(Folder, bytes);
            Assert.Equal(bytes, NameFolder.BytesOf(path));
            Assert.InRange(path.Length, Folder.Length + 1, 245);
        }

        Assert.Equal([0, 0, 0, 1, 8, 63], NameFolder.BytesOf("I:\\a\\!!\u00e9~AQg_"));
    }

    [Fact]
    public void A_small_segment_grows_in_its_name_and_a_large_one_is_a_file()
    {
        drive.Run(() =>
        {
            var store = new SegmentStore(Folder, Slots);
            store.Create(2, [1, 2, 3]);
            store.Append(2, 3, [4, 5, 6, 7], 2);
            store.Create(3, new byte[NameFolder.MostBytes + 1]);
            store.Append(3, NameFolder.MostBytes + 1, [9], 1);
            Assert.Equal((NameFolder.MostBytes, Journal.SegmentBytes), (store.MostBytes(2), store.MostBytes(3)));
            Assert.Equal((2, 0), (drive.Files.AllPaths.Count, Board.Current.Drive.Wear.Opens - 3));
        });
        drive.Run(() =>
        {
            var store = new SegmentStore(Folder, Slots);
            var slots = Enumerable.Range(0, Slots).Where(store.Exists).ToArray();
            Assert.Equal([0, 3], slots);
            Assert.Equal([1, 2, 3, 4, 5], store.Read(0));
            Assert.Equal((NameFolder.MostBytes + 2, 9), (store.Read(3).Length, store.Read(3)[^1]));
            store.Delete(0);
            store.Delete(3);
            Assert.Empty(drive.Files.AllPaths);
        });
    }

    [Fact]
    public void A_slot_takes_another_kind_of_segment()
    {
        drive.Run(() =>
        {
            var store = new SegmentStore(Folder, Slots);
            store.Create(1, new byte[300]);
            store.Create(1, [1, 2]);
            Assert.Equal([1, 2], store.Read(1));
            store.Create(1, new byte[300]);
            Assert.Equal(300, store.Read(1).Length);
            Assert.Single(drive.Files.AllPaths);
        });
    }

    [Fact]
    public void Of_two_names_as_a_renaming_by_copying_leaves_them_the_longer_counts()
    {
        byte[] first = [0xA1, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        foreach (var more in (byte[][])[[1], [1, 2], [1, 2, 3], [1, 2, 3, 4]])
        {
            var flash = new FlashDrive();
            flash.Files[NameFolder.PathOf(Folder, first)] = [];
            flash.Files[NameFolder.PathOf(Folder, [.. first, .. more])] = [];
            flash.Files[NameFolder.PathOf(Folder, [0xA1, 10, 2, .. first])] = [];
            flash.Run(() =>
            {
                var store = new SegmentStore(Folder, Slots);
                Assert.Equal([0, 1], Enumerable.Range(0, Slots).Where(store.Exists));
                var slot = store.Read(0)[2] == 1 ? 0 : 1;
                Assert.Equal([.. first, .. more], store.Read(slot));
                store.Append(slot, first.Length + more.Length, [77], 1);
                Assert.Equal(2, flash.Files.AllPaths.Count);
                Assert.Equal([.. first, .. more, 77], store.Read(slot));
            });
        }
    }

    [Theory]
    [InlineData(DriveFault.Before)]
    [InlineData(DriveFault.Middle)]
    [InlineData(DriveFault.After)]
    public void Adding_that_fails_leaves_the_old_bytes_and_adding_that_only_says_so_the_new(DriveFault fault)
    {
        drive.Run(() => new SegmentStore(Folder, Slots).Create(0, [1, 2, 3]));
        drive.Run(
            () =>
            {
                var store = new SegmentStore(Folder, Slots);
                if (fault == DriveFault.After)
                {
                    store.Append(0, 3, [4], 1);
                }
                else
                {
                    Assert.Throws<IOException>(() => store.Append(0, 3, [4], 1));
                }
            },
            new DriveFaults { Fault = call => call.Kind == DriveCallKind.Move ? fault : DriveFault.None });
        drive.Run(() => Assert.Equal(fault == DriveFault.After ? [1, 2, 3, 4] : [1, 2, 3], new SegmentStore(Folder, Slots).Read(0)));
    }

    [Fact]
    public void Foreign_names_and_more_names_than_slots_do_no_harm()
    {
        foreach (var name in (string[])["notes.txt", "s.1", "s.99", "s.x", "!", "AAAAAAAA", "BBBBBBBB", "CCCCCCCC", "DDDDDDDD", "EEEEEEEE", "FFFFFFFF"])
        {
            drive.Files[$"{Folder}\\{name}"] = [1];
        }

        drive.Run(() =>
        {
            var outbox = new Outbox(Folder, Slots * Journal.SegmentBytes);
            Assert.Equal((0, null), (outbox.Count, outbox.Peek(0)));
            outbox.Add(new CountRecord { Device = "yard-1", Boot = 1, Labels = ["cough"], Counts = [7] });
        });
        drive.Run(() => Assert.Equal(7, new Outbox(Folder, Slots * Journal.SegmentBytes).Peek(0).EventCount));
    }
}
