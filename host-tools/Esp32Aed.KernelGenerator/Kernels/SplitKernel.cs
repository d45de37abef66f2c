namespace Esp32Aed.KernelGenerator;

/// <summary>
/// Writes a kernel in straight-line code that is too large for one assembly, and for the locals of one method, as two: one transforms the even
/// samples into an array, the other does the odd ones and everything after them. Each reads its samples by itself: every second one is
/// read by one operation less than both of two, and nothing passes between the two but the spectrum.
/// </summary>
public static class SplitKernel
{
    private const string Array = "even";

    // Of 255; some are left to the compiler, which can't keep every value on the stack that is used twice.
    private const int MostLocals = 252;

    /// <summary>Name of the class that transforms the even samples.</summary>
    public static string EvenName(KernelSettings settings) => settings.ClassName + "Even";

    /// <summary>The text of the kernel's file.</summary>
    public static string Write(KernelSettings settings)
    {
        int n = settings.FrameLength;
        var outer = SplitRadix.Outer(n);
        var program = new StackProgram { MostLocals = MostLocals };
        double bound = Enumerable.Range(0, n / 2).Sum(m => WindowedSamples.Bound(2 * m, n));
        var even = ElementSource.Spectrum(n / 2, (imaginary, k) => Place(n, imaginary, k), outer, bound);
        var (sum, difference) = SplitRadix.Odd(new WindowedSamples(n).All);
        new BackEnd(settings, program) { CallsLog = true }.Write(SplitRadix.Combine(even, sum, difference, outer));
        string compute = $"        var {Array} = spectrum;\n"
            + $"        {EvenName(settings)}.Transform(frame, {Array}{Even(settings).Program.Arguments()});\n"
            + $"        Finish(frame, {Array}, log, floor, hearing, logMel, mfcc{program.Arguments()});\n";
        string finish = $"    private static void Finish(byte[] frame, long[] {Array}, short[] table, long floor, HearingRange hearing, int[] logMel, int[] mfcc{program.Parameters()})\n"
            + $"    {{\n        long {program.Locals()};\n{program}    }}\n";
        return KernelTemplate.File(
            settings,
            $"in straight-line code, with {EvenName(settings)}",
            [KernelTemplate.Compute(compute), finish, LogStage.Method()],
            "    private long[] spectrum;\n",
            $"        spectrum = new long[{n / 2}];\n");
    }

    /// <summary>The text of the file of the even samples' transform.</summary>
    public static string WriteEven(KernelSettings settings)
    {
        string name = EvenName(settings);
        var (text, program) = Even(settings);
        return KernelTemplate.Part(
            name,
            $"The even samples' part of {settings.ClassName}.",
            $"""
                /// <summary>Transforms them.</summary>
                /// <param name="frame">One frame; see <see cref="StereoFrame"/>.</param>
                /// <param name="{Array}">Receives the real parts of bins 0 to N/4 and, from N/4 + 1 on, the imaginary parts of bins 1 to N/4 - 1, as far as they are wanted.</param>

            """ + program.ParameterComments() + text);
    }

    private static (string Text, StackProgram Program) Even(KernelSettings settings)
    {
        int n = settings.FrameLength;
        var program = new StackProgram { MostLocals = MostLocals };
        var all = new WindowedSamples(n).All;
        var spectrum = SplitRadix.Transform([.. Enumerable.Range(0, n / 2).Select(m => all[2 * m])], SplitRadix.Outer(n));
        var transform = new TransformMethod(n) { Program = program, Wants = k => k >= settings.FirstBin || (n / 2) - k <= settings.LastBin };
        return (transform.Write($"public static void Transform(byte[] frame, long[] {Array}", spectrum, (imaginary, k) => Place(n, imaginary, k)), program);
    }

    private static string Place(int n, bool imaginary, int k) => $"{Array}[{k + (imaginary ? n / 4 : 0)}]";
}
