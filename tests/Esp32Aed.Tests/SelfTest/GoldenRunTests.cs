using System.Globalization;
using Esp32Aed.Cost.Counting;
using Esp32Aed.Detection;
using Esp32Aed.SelfTest;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The self-test image's own sources on the desktop. What it measures in time decides nothing here.</summary>
public sealed class GoldenRunTests
{
    private static readonly string ModelPath = Path.Combine(RealData.Repository, "models", "cough", "model.aed");
    private static readonly Printout Run = Printout.OfDesktop.Value;

    [Fact]
    public void Its_model_is_the_shipped_one()
    {
        var file = File.ReadAllBytes(ModelPath);
        var rows = string.Join('\n', file.Chunk(16).Select(row => "        " + string.Join(' ', row.Select(value => $"0x{value:X2},"))));

        Assert.True(file.SequenceEqual(GoldenModel.File), $"firmware/Esp32Aed.SelfTest/Golden/GoldenModel.cs should hold\n{rows}");
    }

    [Fact]
    public void Its_checksums_are_what_the_desktop_computes()
    {
        var computed = Run.Rows.Select(row => row[3]).ToArray();
        var listing = string.Join('\n', Run.Rows.Select(row => $"        \"{row[3]}\", // {row[0]}"));

        Assert.True(computed.SequenceEqual(GoldenChecksums.All), $"firmware/Esp32Aed.SelfTest/Golden/GoldenChecksums.cs should hold\n{listing}");
        Assert.True(Run.Passed);
        Assert.Equal("PASS", Run.Lines[^1]);
    }

    [Fact]
    public void Prints_a_line_for_each_stage_then_the_load()
    {
        Assert.Equal(ChainStages.Names.Length + 5, Run.Lines.Count);
        Assert.Equal($"Esp32Aed self-test, model {Model.Parse(GoldenModel.File).Checksum:X8}, 8000 Hz, hop 256", Run.Lines[0]);
        Assert.Equal("stage frames microseconds-per-frame crc32", Run.Lines[1]);
        Assert.Equal([.. ChainStages.Names, "all"], Run.Rows.Select(row => row[0]));
        Assert.All(Run.Rows, row => Assert.Matches("^[a-z]+ [1-9][0-9]* [0-9]+\\.[0-9] [0-9A-F]{8}$", string.Join(' ', row)));
        Assert.Equal(ChainStages.TimedFrames.Select(frames => frames.ToString(CultureInfo.InvariantCulture)), Run.Rows[..^1].Select(row => row[1]));
        Assert.Matches("^load [0-9]+ percent of 32000 microseconds: this board (keeps up|can listen [0-9]+ percent of the time)$", Run.Lines[^2]);
    }

    [Fact]
    public void Fails_at_the_first_stage_whose_checksum_is_altered()
    {
        for (var i = 0; i < GoldenChecksums.All.Length; i++)
        {
            var altered = (string[])GoldenChecksums.All.Clone();
            altered[i] = "0BADF00D";
            altered[^1] = "0BADF00D";

            var failed = Printout.Run(altered);

            Assert.False(failed.Passed);
            Assert.Equal($"FAIL: first at {Run.Rows[i][0]}, {GoldenChecksums.All[i]} instead of 0BADF00D; this is not what the desktop computes", failed.Lines[^1]);
        }
    }

    [Fact]
    public void One_bit_of_a_value_alters_the_checksum()
    {
        var bytes = new byte[] { 0x80, 0xFF, 0x01, 0x82, 0xFE, 0x7F, 0x03, 0x84 };
        var expected = Crc32.Compute(bytes, 0, 8).ToString("X8", CultureInfo.InvariantCulture);
        Assert.Equal(expected, Sum(sum => sum.Add(BitConverter.ToInt64(bytes))));
        Assert.Equal(expected, Sum(sum => sum.Add([BitConverter.ToInt64(bytes)])));
        Assert.Equal(expected, Sum(sum => sum.Add([BitConverter.ToInt32(bytes), BitConverter.ToInt32(bytes, 4)])));
        Assert.Equal(expected, Sum(sum => sum.Add([.. Enumerable.Range(0, 4).Select(i => BitConverter.ToInt16(bytes, 2 * i))])));
        Assert.NotEqual(expected, Sum(sum => sum.Add(BitConverter.ToInt64(bytes) ^ (1L << 62))));
    }

    [Fact]
    public void The_whole_chain_hears_what_the_stages_hear()
    {
        var model = Model.Parse(GoldenModel.File);
        var (stageSum, chainSum) = (new Checksum(), new Checksum());
        var (signal, bytes, samples) = (new TestSignal(256), new byte[1024], new short[256]);
        var stages = new ChainStages(model, bytes, new EventChecksum(new Checksum()));
        var chain = new DetectionChain(model, new EventChecksum(new Checksum()));
        for (var hop = 0; hop < TestSignal.Hops; hop++)
        {
            signal.Next(bytes);
            for (var stage = 0; stage < ChainStages.Names.Length; stage++)
            {
                stages.Run(stage);
            }

            stages.AddOutput(Array.IndexOf(ChainStages.Names, "classifier"), stageSum);
            StereoBytes.ToSamples(bytes, 0, 0, samples, 0, samples.Length);
            chain.Accept(samples, 0);
            chainSum.Add(chain.Logits);
        }

        chain.Finish();
        Assert.Equal(stageSum.Text(), chainSum.Text());
        Assert.True(chain.Tally.CountOf(0) > 0, "the golden signal holds no event, so the decoder is hardly tested");
    }

    [Fact]
    public void The_signal_reaches_both_ends_of_the_scale_and_falls_silent()
    {
        var (signal, bytes, samples) = (new TestSignal(256), new byte[1024], new short[256]);
        var (all, silent, loudest) = (new List<short>(), 0, (short)0);
        for (var hop = 0; hop < TestSignal.Hops; hop++)
        {
            signal.Next(bytes);
            StereoBytes.ToSamples(bytes, 0, 1, samples, 0, samples.Length);
            var other = (short[])samples.Clone();
            StereoBytes.ToSamples(bytes, 0, 0, samples, 0, samples.Length);
            Assert.Equal(samples.Select(sample => (short)~sample), other);
            all.AddRange(samples);
            silent += samples.All(sample => sample == 0) ? 1 : 0;
            loudest = samples.Max();
        }

        Assert.Equal((short.MinValue, short.MaxValue, 4), (all.Min(), all.Max(), silent));
        Assert.InRange(loudest, 3000, 4000);
    }

    /// <summary>Counted, not timed: at the planning figure of 2.4 million IL operations a second ten seconds are 24 million.</summary>
    [Fact]
    public void Takes_less_than_ten_seconds_on_a_board()
    {
        using var counted = CountedAssemblies.Load(new[] { typeof(GoldenRun), typeof(Model) }.Select(type => File.ReadAllBytes(type.Assembly.Location)));
        var name = typeof(GoldenRun).Assembly.GetName().Name!;
        var print = Delegate.CreateDelegate(counted.Type(name, typeof(LinePrinter).FullName!), new List<string>(), nameof(List<string>.Add));
        counted.Clear();

        dynamic run = Activator.CreateInstance(counted.Type(name, typeof(GoldenRun).FullName!), print, GoldenChecksums.All)!;
        Assert.True((bool)run.Run());

        var operations = counted.Count().Sum(block => block.Operations);
        Assert.InRange(operations, 1_000_000, 24_000_000);
    }

    private static string Sum(Action<Checksum> add)
    {
        var sum = new Checksum();
        add(sum);
        return sum.Text();
    }
}
