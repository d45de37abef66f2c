using Esp32Aed.Detection;

namespace Esp32Aed.KernelGenerator;

/// <summary>
/// Writes log2(energy + floor) - log2(floor), Q10: a tree of comparisons finds the shift that brings the value into the table. In place, or in a
/// method of its own that is called: a few operations more and much less code.
/// </summary>
internal sealed class LogStage(StackProgram program, bool calls)
{
    private const int TableBits = 12;
    private const int BitsPerLeaf = 4;

    // By Parseval's theorem no band's energy exceeds 2^61.6.
    private const int EnergyBits = 63;

    // Whatever is below the first threshold shares a leaf, which is precise down to 2^(28 - 4).
    private const int FirstThreshold = 28;

    private static readonly int[] Thresholds =
        [.. Enumerable.Range(0, ((EnergyBits - BitsPerLeaf - FirstThreshold) / BitsPerLeaf) + 1).Select(i => FirstThreshold + (i * BitsPerLeaf))];

    private int floor;

    /// <summary>The method.</summary>
    public static string Method()
    {
        var text = new StackProgram();
        new LogStage(text, calls: true).Tree(0, Thresholds.Length, shift => $"return table[(int)(energy >> {shift})] + {shift << LogMel.FractionBits};", "energy");
        return "    private static long Log(short[] table, long energy)\n    {\n" + text + "    }\n";
    }

    /// <summary>Before the first.</summary>
    public void Begin()
    {
        floor = program.Allocate();
        program.Text("floor");
        program.Store(floor);
    }

    /// <summary>Takes the energy from the stack.</summary>
    /// <returns>The local of its logarithm.</returns>
    public int Write()
    {
        program.Load(floor);
        program.Add();
        if (calls)
        {
            program.Call(energy => $"Log(table, {energy})");
        }

        int slot = program.Allocate();
        program.Store(slot);
        if (!calls)
        {
            string name = StackProgram.Name(slot);
            Tree(0, Thresholds.Length, shift => $"{name} = table[(int)({name} >> {shift})] + {shift << LogMel.FractionBits};", name);
        }

        return slot;
    }

    /// <summary>After the last.</summary>
    public void End() => program.Free(floor);

    private void Tree(int from, int to, Func<int, string> leaf, string name)
    {
        if (from == to)
        {
            int top = from < Thresholds.Length ? Thresholds[from] : EnergyBits;
            program.Statement(leaf(top - TableBits));
            return;
        }

        int middle = (from + to) / 2;
        program.Statement($"if ({name} < {1L << Thresholds[middle]}L)");
        program.Statement("{");
        Tree(from, middle, leaf, name);
        program.Statement("}");
        program.Statement("else");
        program.Statement("{");
        Tree(middle + 1, to, leaf, name);
        program.Statement("}");
    }
}
