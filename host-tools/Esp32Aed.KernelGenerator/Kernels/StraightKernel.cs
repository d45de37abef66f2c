namespace Esp32Aed.KernelGenerator;

/// <summary>Writes a kernel as straight-line C#: every value in a local or on the stack of one method, every constant in the code.</summary>
public static class StraightKernel
{
    /// <summary>The text of the kernel's file.</summary>
    public static string Write(KernelSettings settings)
    {
        var program = new StackProgram();
        var samples = new WindowedSamples(settings.FrameLength);
        var spectrum = SplitRadix.Transform(samples.All, SplitRadix.Outer(settings.FrameLength));
        new BackEnd(settings, program).Write(spectrum);
        return KernelTemplate.File(settings, "in straight-line code", [KernelTemplate.Compute($"        var table = log;\n        long {program.Locals()};\n{program}")]);
    }
}
