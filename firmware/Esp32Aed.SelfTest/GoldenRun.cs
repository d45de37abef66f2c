using System;
using Esp32Aed.Detection;

namespace Esp32Aed.SelfTest;

/// <summary>
/// The self-test: golden vectors through every stage, then through the whole chain; each is checked against the checksums that the desktop
/// computed, and timed by the last hop again and again. Prints <c>stage frames microseconds-per-frame crc32</c>, one line a stage and one for
/// <see cref="WholeChain"/>, then the load and PASS or FAIL.
/// </summary>
public sealed class GoldenRun
{
    /// <summary>Name of the line about the whole chain.</summary>
    public const string WholeChain = "all";

    /// <summary>How the first line starts; the model's checksum follows.</summary>
    public const string Greeting = "Esp32Aed self-test, model ";

    private const int TimedFrames = 8;
    private const int LargestLoad = 80; // percent; the rest is for reports
    private const long TicksPerSecond = 10000000;

    private readonly LinePrinter print;
    private readonly string[] expected;
    private readonly Model model;
    private readonly byte[] input;
    private string firstFault = "";

    /// <summary>Makes the test.</summary>
    /// <param name="print">Takes what is printed.</param>
    /// <param name="expected">Checksums of the stages in their order and of the whole chain: <see cref="GoldenChecksums.All"/>.</param>
    public GoldenRun(LinePrinter print, string[] expected)
    {
        this.print = print;
        this.expected = expected;
        model = Model.Parse(GoldenModel.File);
        input = new byte[model.HopLength * StereoBytes.BytesPerFrame];
    }

    /// <summary>Runs it, and says whether everything was as on the desktop.</summary>
    public bool Run()
    {
        print(Greeting + Hexadecimal(model.Checksum) + ", " + model.SampleRate + " Hz, hop " + model.HopLength);
        print("stage frames microseconds-per-frame crc32");
        RunStages();
        var ticks = RunWhole();
        var hopTicks = TicksPerSecond * model.HopLength / model.SampleRate;
        var load = (int)(((ticks * 100) + hopTicks - 1) / hopTicks);
        print("load " + load + " percent of " + (hopTicks / 10) + " microseconds: " + Judge(load));
        print(firstFault.Length == 0 ? "PASS" : "FAIL: first at " + firstFault + "; this is not what the desktop computes");
        return firstFault.Length == 0;
    }

    private static string Judge(int load) => load <= LargestLoad
        ? "this board keeps up"
        : "this board can listen " + (LargestLoad * 100 / load) + " percent of the time";

    private static string Hexadecimal(uint value) => ((int)(value >> 16)).ToString("X4") + ((int)(value & 0xFFFF)).ToString("X4");

    private void RunStages()
    {
        var sums = new Checksum[ChainStages.Names.Length];
        for (var s = 0; s < sums.Length; s++)
        {
            sums[s] = new Checksum();
        }

        var signal = new TestSignal(model.HopLength);
        var stages = new ChainStages(model, input, new EventChecksum(sums[sums.Length - 1]));
        for (var hop = 0; hop < TestSignal.Hops; hop++)
        {
            signal.Next(input);
            for (var s = 0; s < sums.Length; s++)
            {
                stages.Run(s);
                stages.AddOutput(s, sums[s]);
            }
        }

        stages.Finish();
        var crcs = new string[sums.Length];
        for (var s = 0; s < sums.Length; s++)
        {
            crcs[s] = sums[s].Text();
        }

        for (var s = 0; s < sums.Length; s++)
        {
            var frames = ChainStages.TimedFrames[s];
            var start = DateTime.UtcNow.Ticks;
            for (var f = 0; f < frames; f++)
            {
                stages.Run(s);
            }

            Report(s, ChainStages.Names[s], frames, Since(start) / frames, crcs[s]);
        }
    }

    private long RunWhole()
    {
        var sum = new Checksum();
        var signal = new TestSignal(model.HopLength);
        var samples = new short[model.HopLength];
        var chain = new DetectionChain(model, new EventChecksum(sum));
        for (var hop = 0; hop < TestSignal.Hops; hop++)
        {
            signal.Next(input);
            StereoBytes.ToSamples(input, 0, 0, samples, 0, samples.Length);
            chain.Accept(samples, 0);
            sum.Add(chain.Logits);
        }

        chain.Finish();
        var crc = sum.Text();
        var start = DateTime.UtcNow.Ticks;
        for (var f = 0; f < TimedFrames; f++)
        {
            StereoBytes.ToSamples(input, 0, 0, samples, 0, samples.Length);
            chain.Accept(samples, 0);
        }

        var ticks = Since(start) / TimedFrames;
        Report(ChainStages.Names.Length, WholeChain, TimedFrames, ticks, crc);
        return ticks;
    }

    private static long Since(long start)
    {
        var ticks = DateTime.UtcNow.Ticks - start;
        return ticks > 0 ? ticks : 0;
    }

    private void Report(int index, string stage, int frames, long ticks, string crc)
    {
        print(stage + " " + frames + " " + (ticks / 10) + "." + (ticks % 10) + " " + crc);
        if (crc != expected[index] && firstFault.Length == 0)
        {
            firstFault = stage + ", " + crc + " instead of " + expected[index];
        }
    }
}
