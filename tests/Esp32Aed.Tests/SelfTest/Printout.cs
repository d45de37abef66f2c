using Esp32Aed.SelfTest;

namespace Esp32Aed.Tests;

/// <summary>Keeps what the self-test prints.</summary>
internal sealed class Printout
{
    /// <summary>A run on this machine with the checksums that the image holds.</summary>
    public static Lazy<Printout> OfDesktop { get; } = new(() => Run(GoldenChecksums.All));

    public List<string> Lines { get; } = [];

    public bool Passed { get; private set; }

    /// <summary>Names of the kernels that it tries.</summary>
    public static string[] Kernels { get; } = [.. TriedKernels.Make().Select(kernel => kernel.GetType().Name)];

    /// <summary>The lines about stages, kernels and whole chains, as fields.</summary>
    public string[][] Rows => [.. Lines.Skip(2).SkipLast(2).Select(line => line.Split(' '))];

    public static Printout Run(string[] expected)
    {
        var printout = new Printout();
        printout.Passed = new GoldenRun(printout.Lines.Add, GoldenModel.File, expected).Run();
        return printout;
    }
}
