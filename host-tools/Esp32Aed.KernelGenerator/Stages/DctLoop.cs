namespace Esp32Aed.KernelGenerator;

/// <summary>Writes the DCT as a loop over four coefficients, with its weights in tables.</summary>
internal sealed class DctLoop(KernelSettings settings, StackProgram program)
{
    private const int Together = 4;

    private int Last => settings.Coefficients[^1];

    /// <summary>The tables' fields.</summary>
    public static string Fields => "    private long[][] evenWeights;\n    private long[][] oddWeights;\n";

    /// <summary>Makes the tables: a row of weights for coefficients 4i and 4i + 2, and one for 4i + 1 and 4i + 3.</summary>
    public string Prepare() => Table("evenWeights", 0, (settings.Bands + 1) / 2) + Table("oddWeights", 1, settings.Bands / 2);

    /// <summary>Computes the coefficients.</summary>
    /// <param name="logs">The locals of the log-mel values.</param>
    public void Write(int[] logs)
    {
        if (settings.Coefficients.SkipLast(1).Any(count => count % Together != 0))
        {
            throw new InvalidOperationException($"only the largest number of coefficients may be no multiple of {Together}");
        }

        var (sums, differences) = FoldedDct.Fold(program, logs);
        int sum = program.Allocate();
        program.Statement("long[] row;");
        program.Statement("var even = evenWeights;");
        program.Statement("var odd = oddWeights;");
        program.Statement($"for (int k = 0; k < mfcc.Length; k += {Together})");
        program.Statement("{");
        Two("even", sums, sum, 0);
        Two("odd", differences, sum, 1);
        program.Statement("}");
        program.Free(sum);
    }

    private void Two(string table, int[] inputs, int sum, int offset)
    {
        program.Statement($"row = {table}[k >> 2];");
        for (int b = 0; b < inputs.Length; b++)
        {
            program.Load(inputs[b]);
            program.Text($"row[{b}]");
            program.Multiply();
            if (b > 0)
            {
                program.Add();
            }
        }

        program.Store(sum);
        program.Statement($"mfcc[k + {offset}] = (int){StackProgram.Name(sum)} >> {FoldedDct.CosineBits};");

        // The last four may be fewer.
        int rest = Last % Together;
        if ((offset == 0 && rest == 1) || (offset == 1 && rest > 1))
        {
            program.Statement($"if (k == {Last - rest}) return;");
        }

        string unless = rest == 2 && offset == 0 ? $"if (k != {Last - rest}) " : string.Empty;
        program.Statement($"{unless}mfcc[k + {offset + 2}] = (int)({StackProgram.Name(sum)} >> {32 + FoldedDct.CosineBits});");
    }

    private string Table(string name, int first, int inputs)
    {
        var rows = Enumerable.Range(0, (Last - first + Together - 1) / Together).Select(row =>
        {
            int low = (row * Together) + first;
            int high = low + 2 < Last ? low + 2 : -1;
            var weights = Enumerable.Range(0, inputs).Select(b => StackProgram.Literal(FoldedDct.Weight(settings.Bands, low, high, b)));
            return $"            new long[] {{ {string.Join(", ", weights)} }},\n";
        });
        return $"        {name} = new long[][]\n        {{\n{string.Concat(rows)}        }};\n";
    }
}
