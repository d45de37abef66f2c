using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The outbox on a drive without faults.</summary>
public sealed class OutboxTests
{
    private const string Path = "I:\\outbox";
    private readonly FlashDrive drive = new();

    [Fact]
    public void Keeps_the_order_over_a_restart_and_removes_from_the_front()
    {
        const int bytes = 2 * SendingSensor.Bytes;
        On(box =>
        {
            for (var i = 0; i < 30; i++)
            {
                box.Add(Record(i));
            }

            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Looked(box));
            box.Remove(3);
            Assert.Equal([3, 4, 5, 6, 7, 8, 9, 10], Looked(box));
        }, bytes);
        On(box =>
        {
            Assert.Equal(27, box.Count);
            Assert.Equal([3, 4, 5, 6, 7, 8, 9, 10], Looked(box));
            box.Remove(8);
            box.Remove(8);
            box.Remove(8);
            Assert.Equal([27, 28, 29], Looked(box));
            box.Remove(3);
            Assert.Null(box.Peek(0));
        }, bytes);
        On(box => Assert.Equal(0, box.Count), bytes);
        Assert.Single(drive.Files.AllPaths);
    }

    [Fact]
    public void A_record_comes_back_as_it_was_but_for_its_time()
    {
        var record = Record(0);
        record.Era = 2;
        record.StartMicroseconds = 314159265358979;
        record.LostMicroseconds = 5;
        record.LoadPermille = 1700;
        record.MeanPeak = -300;
        record.BatteryMillivolts = 3912;
        record.Rssi = -71;
        record.ResetReason = WakeReason.Watchdog;
        record.Records = 3;
        var text = record.ToJson();
        On(box => box.Add(record));
        On(box => Assert.Equal(text, box.Peek(0).ToJson()));
    }

    [Fact]
    public void No_more_can_be_looked_at_than_the_window_and_no_more_removed_than_there_is() => On(box =>
    {
        box.Add(Record(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => box.Peek(Outbox.Window));
        Assert.Throws<ArgumentOutOfRangeException>(() => box.Peek(-1));
        Assert.Null(box.Peek(1));
        Assert.Throws<InvalidOperationException>(() => box.Remove(2));
        box.Remove(0);
        Assert.Equal(1, box.Count);
    });

    [Fact]
    public void What_was_delivered_is_remembered_for_each_label()
    {
        On(box =>
        {
            Assert.Equal(0, box.DeliveredOf("cough"));
            box.Add(Record(0, [5, 1]));
            box.Add(Record(1, [7, 0]));
            Assert.Equal(0, box.DeliveredOf("cough"));
            box.Remove(2);
            Assert.Equal((12, 1, 0), (box.DeliveredOf("cough"), box.DeliveredOf("bark"), box.DeliveredOf("blub")));
        });
        On(box =>
        {
            Assert.Equal((12, 1), (box.DeliveredOf("cough"), box.DeliveredOf("bark")));

            // A new model that knows one of the two still: that one goes on, the other ends.
            var other = Record(2, [3, 4]);
            other.Labels = ["blub", "cough"];
            other.ModelChecksum = 7;
            box.Add(other);
            box.Remove(1);
            Assert.Equal((16, 0, 3), (box.DeliveredOf("cough"), box.DeliveredOf("bark"), box.DeliveredOf("blub")));
        });
        On(box => Assert.Equal((16, 0, 3), (box.DeliveredOf("cough"), box.DeliveredOf("bark"), box.DeliveredOf("blub"))));
    }

    [Fact]
    public void When_it_is_full_old_records_are_merged_evenly_but_none_that_may_have_been_sent()
    {
        const int added = 1000;
        List<CountRecord> records = [];
        On(box =>
        {
            for (var i = 0; i < added; i++)
            {
                box.Add(Record(i, [i, 1]));
                Assert.Equal(0, box.Peek(0).Sequence);
            }

            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Looked(box));
        });
        On(box =>
        {
            while (box.Count > 0)
            {
                records.Add(box.Peek(0));
                box.Remove(1);
            }
        });
        Assert.All(records.Take(Outbox.Window), r => Assert.Equal(1, r.Records));
        Assert.Equal(added, records.Sum(r => r.Records));
        Assert.Equal(added * (added - 1) / 2, records.Sum(r => r.Counts[0]));
        Assert.Equal(added, records.Sum(r => r.Counts[1]));
        Assert.Equal(added * 58L, records.Sum(r => r.ListenedMicroseconds) / 1000000);

        // Each begins where the one before ends, and no detail is given up that there was room for.
        Assert.All(records.Zip(records.Skip(1)), pair => Assert.Equal(pair.First.Sequence + pair.First.Records, pair.Second.Sequence));
        Assert.All(records, r => Assert.Equal(r.Records * 60L, r.LengthMicroseconds / 1000000));
        Assert.True(records.Max(r => r.Records) <= 16 * added / records.Count, $"{records.Max(r => r.Records)} in one of {records.Count}");
    }

    [Fact]
    public void Records_are_numbered_over_all_starts_whatever_number_they_came_with()
    {
        for (var start = 0; start < 4; start++)
        {
            On(box =>
            {
                for (var i = 0; i < 5; i++)
                {
                    box.Add(Record(0, [1, 0]));
                }

                if (start == 1)
                {
                    box.Remove(8);
                }
            });
        }

        On(box =>
        {
            Assert.Equal(Enumerable.Range(8, Outbox.Window), Looked(box));
            Assert.Equal(20, box.Next);
        });
    }

    [Fact]
    public void Records_of_different_models_are_never_merged()
    {
        var refused = 0;
        On(box =>
        {
            for (var i = 0; i < 200; i++)
            {
                var record = Record(i);
                record.ModelChecksum = (uint)(i % 2);
                try
                {
                    box.Add(record);
                }
                catch (IOException)
                {
                    refused++;
                }
            }

            // Full of records of which no two can be merged: nothing more goes in, and nothing is lost.
            Assert.Equal(200 - refused, box.Count);
            var sum = 0;
            while (box.Count > 0)
            {
                Assert.Equal(1, box.Peek(0).Records);
                sum++;
                box.Remove(1);
            }

            Assert.Equal(200 - refused, sum);
        });
        Assert.InRange(refused, 100, 190);
    }

    [Fact]
    public void Very_many_classes_have_room_too()
    {
        var record = Record(0);
        record.Labels = [.. Enumerable.Range(0, 60).Select(i => $"class number {i}")];
        record.Counts = [.. Enumerable.Range(0, 60)];
        On(box =>
        {
            box.Add(record);
            box.Add(record);
        });
        On(box =>
        {
            Assert.Equal(2, box.Count);
            box.Remove(2);
            Assert.Equal(118, box.DeliveredOf("class number 59"));
        });
    }

    [Fact]
    public void It_never_takes_more_than_its_files()
    {
        On(box =>
        {
            for (var i = 0; i < 500; i++)
            {
                box.Add(Record(i));
                if (i % 50 == 0)
                {
                    box.Remove(1);
                }

                Assert.InRange(drive.Files.AllPaths.Count, 1, 14);
                Assert.All(drive.Files.AllPaths, path => Assert.InRange(NameDamage.BytesOf(drive.Files, path).Length, 1, Journal.SegmentBytes));
            }
        });
    }

    [Fact]
    public void Damage_to_any_byte_of_a_record_loses_that_record_alone()
    {
        On(box =>
        {
            for (var i = 0; i < 12; i++)
            {
                box.Add(Record(i));
            }
        });
        var files = drive.Files;
        foreach (var path in files.AllPaths)
        {
            for (var at = 0; at < NameDamage.BytesOf(files, path).Length; at++)
            {
                var damaged = new FlashDrive { Files = files.Clone() };
                NameDamage.Turn(damaged.Files, path, at, (byte)(1 << (at % 8)));
                damaged.Run(() =>
                {
                    var box = new Outbox(Path, SendingSensor.Bytes);
                    box.Add(Record(12));
                    List<int> found = [];
                    while (box.Count > 0)
                    {
                        if (box.Peek(0) is { } record)
                        {
                            found.Add(record.Sequence);
                            Assert.Equal(Record(record.Sequence).ToJson(), record.ToJson());
                            box.Remove(1);
                        }
                    }

                    Assert.Equal(found.Order(), found);
                    Assert.InRange(found.Count, 12, 13);
                });
            }
        }
    }

    [Fact]
    public void Damage_is_said()
    {
        On(box =>
        {
            for (var i = 0; i < 2; i++)
            {
                box.Add(Record(i));
            }
        });
        var whole = Assert.Single(drive.Files.AllPaths);
        var path = NameDamage.Turn(drive.Files, whole, NameDamage.BytesOf(drive.Files, whole).Length / 2, 4);
        On(box => Assert.Equal((1, 1), (box.Count, box.Damages)));
        Assert.Contains(path, Assert.Single(drive.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_drive_refuses_and_loses_nothing()
    {
        drive.Files["I:\\model.aed"] = new byte[4096 * 61];
        drive.Run(
            () =>
            {
                var box = new Outbox(Path, 1 << 14);
                var added = 0;
                var refused = 0;
                for (var i = 0; i < 200; i++)
                {
                    try
                    {
                        box.Add(Record(added));
                        added++;
                    }
                    catch (IOException)
                    {
                        refused++;
                    }
                }

                Assert.True(refused > 0 && added > 10, $"{added} added, {refused} refused");
                Assert.Equal(added, box.Count);
            },
            bytes: 262144);
    }

    private static int[] Looked(Outbox box) => [.. Enumerable.Range(0, Outbox.Window).Select(i => box.Peek(i)).Where(r => r is not null).Select(r => r.Sequence)];

    private static CountRecord Record(int sequence, int[]? counts = null) => new()
    {
        Device = "yard-1",
        Boot = 1,
        Sequence = sequence,
        Era = 1,
        StartMicroseconds = sequence * 60000000L,
        LengthMicroseconds = 60000000,
        ListenedMicroseconds = 58000000,
        Labels = ["cough", "bark"],
        Counts = counts ?? [1, 0],
        ModelChecksum = 0x1A2B3C,
    };

    private void On(Action<Outbox> code, int bytes = SendingSensor.Bytes) => Assert.True(drive.Run(() => code(new Outbox(Path, bytes))));
}
