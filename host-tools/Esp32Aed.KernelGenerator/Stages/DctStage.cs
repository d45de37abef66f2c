namespace Esp32Aed.KernelGenerator;

/// <summary>Writes the DCT with its weights in the code.</summary>
internal sealed class DctStage(KernelSettings settings, StackProgram program)
{
    /// <summary>Computes the coefficients.</summary>
    /// <param name="logs">The locals of the log-mel values.</param>
    public void Write(int[] logs)
    {
        program.Statement("if (mfcc.Length == 0) return;");
        var (sums, differences) = FoldedDct.Fold(program, logs);
        int done = 0;
        foreach (int count in settings.Coefficients)
        {
            for (int parity = 0; parity < 2; parity++)
            {
                var wanted = Enumerable.Range(done, count - done).Where(k => k % 2 == parity).ToArray();
                for (int i = 0; i < wanted.Length; i += 2)
                {
                    Coefficients(parity == 0 ? sums : differences, wanted[i], i + 1 < wanted.Length ? wanted[i + 1] : -1);
                }
            }

            done = count;
            if (count != settings.Coefficients[^1])
            {
                program.Statement($"if (mfcc.Length == {count}) return;");
            }
        }
    }

    private void Coefficients(int[] inputs, int low, int high)
    {
        for (int b = 0; b < inputs.Length; b++)
        {
            program.Load(inputs[b]);
            program.Constant(FoldedDct.Weight(settings.Bands, low, high, b));
            program.Multiply();
            if (b > 0)
            {
                program.Add();
            }
        }

        if (high < 0)
        {
            program.ShiftRight(FoldedDct.CosineBits);
            program.Statement($"mfcc[{low}] = (int)({program.PopText()});");
            return;
        }

        int slot = program.Allocate();
        program.Store(slot);
        program.Statement($"mfcc[{low}] = (int){StackProgram.Name(slot)} >> {FoldedDct.CosineBits};");
        program.Statement($"mfcc[{high}] = (int)({StackProgram.Name(slot)} >> {32 + FoldedDct.CosineBits});");
        program.Free(slot);
    }
}
