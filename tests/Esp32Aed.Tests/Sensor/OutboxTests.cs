using Esp32Aed.Sensor;
using Xunit;
using BoardThread = Esp32Aed.VirtualBoard.Api.Thread;

namespace Esp32Aed.Tests;

public sealed class OutboxTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Keeps_the_order_and_the_bound()
    {
        var seen = bench.Run(() =>
        {
            var outbox = new Outbox(3);
            var taken = new List<int>();
            var next = 0;
            for (var round = 0; round < 5; round++)
            {
                while (!outbox.IsFull)
                {
                    outbox.Add(new CountRecord { Sequence = next++ });
                }

                Assert.Equal(3, outbox.Count);
                Assert.Throws<InvalidOperationException>(() => outbox.Add(new CountRecord()));
                taken.Add(outbox.WaitForOldest().Sequence);
                Assert.Equal(taken[^1], outbox.WaitForOldest().Sequence);
                outbox.RemoveOldest();
            }

            return taken;
        });
        Assert.Equal([0, 1, 2, 3, 4], seen);
    }

    [Fact]
    public void Waits_for_a_record_that_another_thread_adds()
    {
        var sequence = bench.Run(() =>
        {
            var outbox = new Outbox(1);
            new BoardThread(() =>
            {
                BoardThread.Sleep(1000);
                outbox.Add(new CountRecord { Sequence = 42 });
            }).Start();
            return outbox.WaitForOldest().Sequence;
        });
        Assert.Equal(42, sequence);
    }

    [Fact]
    public void An_empty_outbox_has_nothing_to_remove() =>
        Assert.Throws<InvalidOperationException>(() => bench.Run(() =>
        {
            new Outbox(1).RemoveOldest();
            return 0;
        }));
}
