using System.Globalization;
using Esp32Aed.Cost.Counting;
using Esp32Aed.Detection;
using Esp32Aed.GoldenGenerator;
using Esp32Aed.Learning;
using Esp32Aed.SelfTest;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The self-test image's own sources on the desktop. What it measures in time decides nothing here.</summary>
public sealed class GoldenRunTests
{
    private static readonly string ModelPath = Path.Combine(RealData.Repository, "models", "cough", "model.aed");
    private static readonly Printout Run = Printout.OfDesktop.Value;

    [Fact]
    public void Its_files_are_what_the_generator_writes()
    {
        foreach (var (path, text) in GoldenFiles.Write(File.ReadAllBytes(ModelPath)))
        {
            var file = Path.Combine(RealData.Repository, "firmware", path);
            Assert.True(
                string.Equals(text, File.ReadAllText(file), StringComparison.Ordinal),
                $"{path}: write it again with dotnet run --project host-tools/Esp32Aed.GoldenGenerator -- models/cough/model.aed firmware");
        }

        Assert.Equal(File.ReadAllBytes(ModelPath), GoldenModel.File);
    }

    [Fact]
    public void The_generator_refuses_what_the_self_test_can_not_run()
    {
        Assert.Throws<ModelFormatException>(() => GoldenFiles.Write(File.ReadAllBytes(ModelPath)[..^1]));
        var model = ModelFile.Read(ModelPath);
        model.FrontEnd.FloorLog2 = 23;
        var error = Assert.Throws<InvalidOperationException>(() => GoldenFiles.Write(ModelWriter.ToBytes(model)));
        Assert.Equal("Kernel8k is not made for the self-test's model; take it out of TriedKernels", error.Message);
    }

    [Fact]
    public void It_passes_here()
    {
        Assert.True(Run.Passed, Run.Lines[^1]);
        Assert.Equal("PASS", Run.Lines[^1]);
    }

    /// <summary>The kernels may be deployed one for the other: they compute the same values, and so do the chains with them.</summary>
    [Fact]
    public void All_kernels_compute_the_same()
    {
        Assert.NotEmpty(Printout.Kernels);
        Assert.Single(Run.Rows.Where(row => Printout.Kernels.Contains(row[0])).Select(row => row[3]).Distinct());
        Assert.Single(Run.Rows.Where(row => row[0].StartsWith(GoldenRun.WholeChainWith, StringComparison.Ordinal)).Select(row => row[3]).Distinct());
    }

    [Fact]
    public void A_kernels_checksum_is_that_of_the_front_end_with_it()
    {
        var model = Model.Parse(GoldenModel.File);
        model.FrontEnd.GateRange = -1; // the trial has no gate
        foreach (var kernel in TriedKernels.Make())
        {
            var frontEnd = new FrontEnd(model.FrontEnd, [kernel]) { KeepsLogMel = true };
            var (byTrial, byFrontEnd) = (new Checksum(), new Checksum());
            var trial = new KernelTrial(kernel, model);
            var (signal, bytes, samples) = (new TestSignal(256), new byte[1024], new short[256]);
            for (var hop = 0; hop < TestSignal.Hops; hop++)
            {
                signal.Next(bytes);
                trial.Add(bytes, byTrial);
                StereoBytes.ToSamples(bytes, 0, 0, samples, 0, samples.Length);
                frontEnd.Compute(samples);
                byFrontEnd.Add(frontEnd.LogMel);
                byFrontEnd.Add(frontEnd.Mfcc);
            }

            Assert.True(frontEnd.HasKernel);
            Assert.Equal(byFrontEnd.Text(), byTrial.Text());
        }
    }

    [Fact]
    public void Prints_a_line_for_each_stage_and_kernel_then_which_to_deploy()
    {
        Assert.Equal($"Esp32Aed self-test, model {Model.Parse(GoldenModel.File).Checksum:X8}, 8000 Hz, hop 256", Run.Lines[0]);
        Assert.Equal("stage frames microseconds-per-frame crc32", Run.Lines[1]);
        Assert.Equal([.. ChainStages.Names, "all", .. Printout.Kernels.SelectMany(kernel => new[] { kernel, "all/" + kernel })], Run.Rows.Select(row => row[0]));
        Assert.All(Run.Rows, row => Assert.Matches("^[A-Za-z0-9/]+ [1-9][0-9]* [0-9]+\\.[0-9] [0-9A-F]{8}$", string.Join(' ', row)));
        Assert.Equal(
            ChainStages.TimedFrames.Select(frames => frames.ToString(CultureInfo.InvariantCulture)), Run.Rows.Take(ChainStages.Names.Length).Select(row => row[1]));
        var choice = string.Join('|', [.. Printout.Kernels, "the textbook stages"]);
        Assert.Matches($"^deploy ({choice}), load [0-9]+ percent of 32000 microseconds: this board (keeps up|can listen [0-9]+ percent of the time)$", Run.Lines[^2]);
    }

    [Fact]
    public void Fails_where_a_line_has_no_checksum()
    {
        var failed = Printout.Run(GoldenChecksums.All[..^1]);

        Assert.False(failed.Passed);
        Assert.StartsWith($"FAIL: first at {Run.Rows[^1][0]}, {GoldenChecksums.All[^1]} instead of none;", failed.Lines[^1], StringComparison.Ordinal);
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
        Type[] types = [typeof(GoldenRun), typeof(Model), .. TriedKernels.Make().Select(kernel => kernel.GetType())];
        using var counted = CountedAssemblies.Load(types.Select(type => type.Assembly.Location).Distinct().Select(File.ReadAllBytes));
        var name = typeof(GoldenRun).Assembly.GetName().Name!;
        var print = Delegate.CreateDelegate(counted.Type(name, typeof(LinePrinter).FullName!), new List<string>(), nameof(List<string>.Add));
        counted.Clear();

        dynamic run = Activator.CreateInstance(counted.Type(name, typeof(GoldenRun).FullName!), print, GoldenModel.File, GoldenChecksums.All)!;
        Assert.True((bool)run.Run());

        var operations = counted.Count().Sum(block => block.Operations);
        TestContext.Current.TestOutputHelper!.WriteLine($"{operations:N0} IL operations");
        Assert.InRange(operations, 1_000_000, 24_000_000);
    }

    private static string Sum(Action<Checksum> add)
    {
        var sum = new Checksum();
        add(sum);
        return sum.Text();
    }
}
