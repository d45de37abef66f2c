using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>
/// A sensor as far as its outbox is concerned: it counts, keeps an interval open whose record was refused, and sends to a receiver that
/// drops repeated records. It checks at the end that nothing was lost, doubled or out of order. Each event is the only one of its
/// number; a record holds how many there are, and the sum of the squares of their numbers, so that no loss can make up for a doubling.
/// </summary>
internal sealed class SendingSensor
{
    public const int Bytes = 14 * Journal.SegmentBytes;
    private static readonly string[] Labels = ["events", "squares"];

    private readonly FlashDrive drive;
    private readonly Dictionary<(int Boot, int Sequence), (int Records, long Events, long Squares)> received = [];
    private readonly List<(long Events, long Squares)> perhaps = [];
    private Outbox outbox = null!;
    private int boot;
    private int sequence;
    private int number;
    private (long Events, long Squares) open;
    private (long Events, long Squares) safe;
    private (int Boot, int Sequence) last = (0, -1);

    public SendingSensor(FlashDrive drive) => this.drive = drive;

    /// <summary>Largest number of intervals in one record that arrived.</summary>
    public int MostMerged => received.Values.Max(r => r.Records);

    /// <summary>Add refused so often.</summary>
    public int Refused { get; private set; }

    /// <summary>The sensor starts, and does things until all are done or its power is cut.</summary>
    /// <param name="things">A positive number: an interval with so many events ends. A negative one: so many records at most are sent.</param>
    /// <param name="faults">The drive's.</param>
    public bool Live(IReadOnlyList<int> things, DriveFaults? faults = null)
    {
        boot++;
        sequence = 0;
        open = default;
        var done = drive.Run(
            () =>
            {
                Open();
                foreach (var thing in things)
                {
                    if (thing > 0)
                    {
                        Count(thing);
                    }
                    else
                    {
                        Send(-thing);
                    }
                }
            },
            faults);
        return done;
    }

    /// <summary>A start without faults finds all that is safe and sends it.</summary>
    public void Finish()
    {
        Assert.True(Live([1, -8]));
        drive.Run(() =>
        {
            Open();
            while (outbox.Count > 0)
            {
                Send(Outbox.Window);
            }

            Assert.Null(outbox.Peek(0));
            Assert.Equal(received.Values.Sum(r => r.Events), outbox.DeliveredOf("events"));
            Assert.Equal(received.Values.Sum(r => r.Squares), outbox.DeliveredOf("squares"));
        });
        var sum = (received.Values.Sum(r => r.Events), received.Values.Sum(r => r.Squares));
        Assert.Equal(safe, sum);
    }

    private void Open()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                outbox = new Outbox("I:\\outbox", Bytes);
                break;
            }
            catch (IOException) when (tries < 100)
            {
                // Started again.
            }
        }

        Judge();
    }

    // A record whose Add was cut short, or refused just before the power was cut, is there whole or not at all.
    private void Judge()
    {
        if (perhaps.Count == 0)
        {
            return;
        }

        var there = Waiting();
        var known = received.Values.Aggregate((0L, 0L), (sum, r) => (sum.Item1 + r.Events, sum.Item2 + r.Squares));
        var total = (there.Events + known.Item1, there.Squares + known.Item2);
        if (total != safe)
        {
            var extra = (total.Item1 - safe.Events, total.Item2 - safe.Squares);
            Assert.Contains(extra, perhaps);
            safe = total;
        }

        perhaps.Clear();
    }

    // What waits and was not received; on a copy, for looking further than the window means removing.
    private (long Events, long Squares) Waiting()
    {
        var copy = new FlashDrive { Files = drive.Files.Clone() };
        long events = 0;
        long squares = 0;
        copy.Run(() =>
        {
            var box = new Outbox("I:\\outbox", Bytes);
            while (box.Count > 0)
            {
                var record = box.Peek(0);
                if (record is not null && !received.ContainsKey((record.Boot, record.Sequence)))
                {
                    events += record.Counts[0];
                    squares += record.Counts[1];
                }

                box.Remove(1);
            }
        });
        return (events, squares);
    }

    private void Count(int events)
    {
        for (var i = 0; i < events; i++)
        {
            number++;
            open = (open.Events + 1, open.Squares + ((long)number * number));
        }

        perhaps.Add(open);
        try
        {
            outbox.Add(Record());
        }
        catch (IOException)
        {
            Refused++;
            return;
        }

        safe = (safe.Events + open.Events, safe.Squares + open.Squares);
        open = default;
        perhaps.Clear();
        sequence++;
    }

    private CountRecord Record() => new()
    {
        Device = "yard-1",
        Labels = Labels,
        ModelChecksum = 0x12345678,
        Boot = boot,
        Sequence = sequence,
        Era = 1,
        StartMicroseconds = number * 1000000L,
        LengthMicroseconds = 60000000,
        ListenedMicroseconds = 58000000,
        Counts = [(int)open.Events, (int)open.Squares],
    };

    private void Send(int most)
    {
        try
        {
            var sent = 0;
            for (; sent < most && sent < Outbox.Window && outbox.Peek(sent) is { } record; sent++)
            {
                Receive(record);
            }

            outbox.Remove(sent);
        }
        catch (IOException)
        {
            // It sends again.
        }
    }

    private void Receive(CountRecord record)
    {
        var identity = (record.Boot, record.Sequence);
        var content = (record.Records, (long)record.Counts[0], (long)record.Counts[1]);
        if (received.TryGetValue(identity, out var before))
        {
            Assert.Equal(before, content);
            return;
        }

        Assert.True(identity.CompareTo(last) > 0, $"{identity} after {last}");
        last = identity;
        received[identity] = content;
    }
}
