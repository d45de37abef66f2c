using System;
using Esp32Aed.Detection;

namespace Esp32Aed.SelfTest;

/// <summary>
/// The self-test: golden vectors through every stage, through the whole chain of textbook stages, then through each kernel and the whole chain
/// with it; each is checked against the checksums that the desktop computed, and timed by the last hop again and again. Prints
/// <c>stage frames microseconds-per-frame crc32</c> for each of <see cref="Names"/>, then the kernel to deploy with its load, and PASS or FAIL.
/// </summary>
public sealed class GoldenRun
{
    /// <summary>Name of the line about the whole chain of textbook stages.</summary>
    public const string WholeChain = "all";

    /// <summary>How the name of a line about the whole chain with a kernel starts; the kernel's name follows.</summary>
    public const string WholeChainWith = "all/";

    /// <summary>How the first line starts; the model's checksum follows.</summary>
    public const string Greeting = "Esp32Aed self-test, model ";

    /// <summary>How the line about the kernel to deploy starts; its name follows.</summary>
    public const string Advice = "deploy ";

    private const int TimedTextbookFrames = 6;
    private const int LargestLoad = 80; // percent; the rest is for reports
    private const long TicksPerSecond = 10000000;

    private readonly LinePrinter print;
    private readonly string[] expected;
    private readonly Model model;
    private readonly byte[] input;
    private readonly SpectralKernel[] kernels;
    private int lines;
    private string firstFault = "";

    /// <summary>Makes the test.</summary>
    /// <param name="print">Takes what is printed.</param>
    /// <param name="modelFile">Bytes of a model file: <see cref="GoldenModel.File"/>.</param>
    /// <param name="expected">Checksums of <see cref="Names"/>: <see cref="GoldenChecksums.All"/>.</param>
    public GoldenRun(LinePrinter print, byte[] modelFile, string[] expected)
    {
        this.print = print;
        this.expected = expected;
        model = Model.Parse(modelFile);
        input = new byte[model.HopLength * StereoBytes.BytesPerFrame];
        kernels = TriedKernels.Make();
        Names = new string[ChainStages.Names.Length + 1 + (2 * kernels.Length)];
        Checksums = new string[Names.Length];
    }

    /// <summary>Names of what was timed, in the order of the lines; there once it has run.</summary>
    public string[] Names { get; }

    /// <summary>What this machine computed for each of <see cref="Names"/>.</summary>
    public string[] Checksums { get; }

    /// <summary>Runs it, and says whether everything was as on the desktop.</summary>
    /// <exception cref="InvalidOperationException">A kernel is not made for the model.</exception>
    public bool Run()
    {
        print(Greeting + Hexadecimal(model.Checksum) + ", " + model.SampleRate + " Hz, hop " + model.HopLength);
        print("stage frames microseconds-per-frame crc32");
        RunStages();
        var least = RunWhole(WholeChain, new ChainTrial(model, null), TimedTextbookFrames);
        var best = "the textbook stages";
        for (var k = 0; k < kernels.Length; k++)
        {
            var name = kernels[k].GetType().Name;
            var whole = new ChainTrial(model, kernels[k]);
            RunKernel(name, new KernelTrial(kernels[k], model));
            var ticks = RunWhole(WholeChainWith + name, whole, KernelTrial.TimedFrames);
            if (ticks < least)
            {
                least = ticks;
                best = name;
            }
        }

        var hopTicks = TicksPerSecond * model.HopLength / model.SampleRate;
        var load = (int)(((least * 100) + hopTicks - 1) / hopTicks);
        print(Advice + best + ", load " + load + " percent of " + (hopTicks / 10) + " microseconds: " + Judge(load));
        print(firstFault.Length == 0 ? "PASS" : "FAIL: first at " + firstFault + "; this is not what the desktop computes");
        return firstFault.Length == 0;
    }

    private static string Judge(int load) => load <= LargestLoad
        ? "this board keeps up"
        : "this board can listen " + (LargestLoad * 100 / load) + " percent of the time";

    private static string Hexadecimal(uint value) => ((int)(value >> 16)).ToString("X4") + ((int)(value & 0xFFFF)).ToString("X4");

    private static long Since(long start)
    {
        var ticks = DateTime.UtcNow.Ticks - start;
        return ticks > 0 ? ticks : 0;
    }

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

            Report(ChainStages.Names[s], frames, Since(start) / frames, crcs[s]);
        }
    }

    private void RunKernel(string name, KernelTrial trial)
    {
        var sum = new Checksum();
        var signal = new TestSignal(model.HopLength);
        for (var hop = 0; hop < TestSignal.Hops; hop++)
        {
            signal.Next(input);
            trial.Add(input, sum);
        }

        var crc = sum.Text();
        var start = DateTime.UtcNow.Ticks;
        trial.Repeat(KernelTrial.TimedFrames);
        Report(name, KernelTrial.TimedFrames, Since(start) / KernelTrial.TimedFrames, crc);
    }

    private long RunWhole(string name, ChainTrial trial, int frames)
    {
        var signal = new TestSignal(model.HopLength);
        for (var hop = 0; hop < TestSignal.Hops; hop++)
        {
            signal.Next(input);
            trial.Add(input);
        }

        trial.Finish();
        var crc = trial.Checksum.Text();
        var start = DateTime.UtcNow.Ticks;
        trial.Repeat(input, frames);
        var ticks = Since(start) / frames;
        Report(name, frames, ticks, crc);
        return ticks;
    }

    private void Report(string stage, int frames, long ticks, string crc)
    {
        print(stage + " " + frames + " " + (ticks / 10) + "." + (ticks % 10) + " " + crc);
        Names[lines] = stage;
        Checksums[lines] = crc;
        var wanted = lines < expected.Length ? expected[lines] : "none";
        if (crc != wanted && firstFault.Length == 0)
        {
            firstFault = stage + ", " + crc + " instead of " + wanted;
        }

        lines++;
    }
}
