using Esp32Aed.SelfTest;

namespace Esp32Aed.Tests;

/// <summary>Keeps what the self-test prints.</summary>
internal sealed class Printout
{
    /// <summary>A run on this machine with the checksums that the image holds.</summary>
    public static Lazy<Printout> OfDesktop { get; } = new(() => Run(GoldenChecksums.All));

    public List<string> Lines { get; } = [];

    public bool Passed { get; private set; }

    /// <summary>The lines about stages and the whole chain, as fields.</summary>
    public string[][] Rows => [.. Lines.Skip(2).Take(ChainStages.Names.Length + 1).Select(line => line.Split(' '))];

    public static Printout Run(string[] expected)
    {
        var printout = new Printout();
        printout.Passed = new GoldenRun(printout.Lines.Add, expected).Run();
        return printout;
    }
}
