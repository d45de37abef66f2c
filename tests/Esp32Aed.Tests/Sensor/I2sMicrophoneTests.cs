using System.Text;
using Esp32Aed.Detection;
using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;
using BoardThread = Esp32Aed.VirtualBoard.Api.Thread;

namespace Esp32Aed.Tests;

public sealed class I2sMicrophoneTests : IDisposable
{
    private const int HopLength = 160;

    private static readonly short[] Ramp = [.. Enumerable.Range(1, 8000).Select(i => (short)(4 * i))];

    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(0, "auto")]
    [InlineData(1, "auto")]
    [InlineData(0, "first")]
    [InlineData(1, "second")]
    public void The_first_hop_begins_with_the_first_good_sample_and_none_is_missing(int slot, string channel) =>
        Assert.Equal(Ramp[..(40 * HopLength)], ReadHops(40, slot, channel));

    [Fact]
    public void A_channel_fixed_by_the_settings_is_kept_even_if_it_is_dead() =>
        Assert.All(ReadHops(2, 0, "second"), sample => Assert.Equal(0, sample));

    [Fact]
    public void Other_threads_get_their_turn_between_hops()
    {
        var turns = 0;
        var turnsInFiftyHops = bench.Run(
            () =>
            {
                var microphone = Open("auto");
                new BoardThread(() =>
                {
                    while (true)
                    {
                        turns++;
                        BoardThread.Sleep(10);
                    }
                }).Start();
                var frame = new StereoFrame(HopLength, HopLength);
                for (var i = 0; i < 50; i++)
                {
                    microphone.ReadHop(frame);
                }

                return turns;
            },
            bench.Options(Ramp));

        // 50 hops are a second.
        Assert.InRange(turnsInFiftyHops, 50, 101);
    }

    [Theory]
    [InlineData("auto", "microphone: listening to the first channel")]
    [InlineData("second", "microphone: listening to the second channel")]
    public void Says_which_channel_it_listens_to(string channel, string line)
    {
        using var board = new Board(bench.Options(Ramp));
        Bench.Run(board, () => Open(channel));
        Assert.Equal(line, Assert.Single(board.Log));
    }

    private static I2sMicrophone Open(string channel) => new(
        SensorSettings.Parse(
            Encoding.ASCII.GetBytes(
                $"[device]\nname = a\n[microphone]\nbck = 26\nws = 25\ndata = 33\nchannel = {channel}\n[model]\nfile = m\n[report]\nkind = http\nevery = 1\n[http]\nurl = http://a\n"),
            null),
        8000,
        HopLength);

    private short[] ReadHops(int count, int slot, string channel) => bench.Run(
        () =>
        {
            var microphone = Open(channel);
            var samples = new List<short>();
            var frame = new StereoFrame(HopLength, HopLength);
            var hop = new short[HopLength];
            for (var i = 0; i < count; i++)
            {
                microphone.ReadHop(frame);
                StereoBytes.ToSamples(frame.Bytes, 0, 1, hop, 0, HopLength);
                samples.AddRange(hop);
            }

            return samples.ToArray();
        },
        bench.Options(Ramp) with { MicrophoneSlot = slot });
}
