namespace Esp32Aed.KernelGenerator;

/// <summary>
/// Writes the mel bands, each with its logarithm. Between two edges each bin gives w of its power to the rising band and 1 - w to the falling one.
/// </summary>
internal sealed class MelStage(KernelSettings settings, StackProgram program, LogStage log)
{
    // With the fraction bits of a power these make the unit of MelBands.Sum.
    private const int WeightBits = 10;

    private readonly int[] edges = settings.MelEdges;

    /// <summary>Computes the log-mel values.</summary>
    /// <param name="powers">The local of each bin's power; they are freed.</param>
    /// <returns>The locals of the values.</returns>
    public int[] Write(int[] powers)
    {
        var logs = new int[settings.Bands];
        int rising = -1;
        log.Begin();
        for (int segment = 0; segment <= settings.Bands; segment++)
        {
            var bins = Enumerable.Range(FirstOf(segment), FirstOf(segment + 1) - FirstOf(segment)).ToArray();
            if (segment > 0)
            {
                program.Load(rising);
                program.Free(rising);
                Sum(bins, powers);
            }

            if (segment < settings.Bands)
            {
                rising = Rise(segment, bins, powers);
            }
            else
            {
                foreach (int k in bins)
                {
                    Weighted(segment, k, powers);
                    program.Subtract();
                }
            }

            if (segment > 0)
            {
                logs[segment - 1] = log.Write();
            }

            foreach (int k in bins)
            {
                program.Free(powers[k]);
            }
        }

        log.End();
        return logs;
    }

    private int FirstOf(int segment) => (edges[segment] + 0xFFFF) >> 16;

    // Adds all of the segment's power.
    private void Sum(int[] bins, int[] powers)
    {
        for (int i = 0; i < bins.Length; i++)
        {
            program.Load(powers[bins[i]]);
            if (i > 0)
            {
                program.Add();
            }
        }

        if (bins.Length > 0)
        {
            program.ShiftLeft(WeightBits);
            program.Add();
        }
    }

    // Keeps what rises in a local, and takes it from the falling band that is on the stack.
    private int Rise(int segment, int[] bins, int[] powers)
    {
        if (bins.Length == 0)
        {
            program.Constant(0);
        }

        for (int i = 0; i < bins.Length; i++)
        {
            Weighted(segment, bins[i], powers);
            if (i > 0)
            {
                program.Add();
            }
        }

        int rising = program.Allocate();
        if (segment > 0)
        {
            program.Tee(rising);
            program.Subtract();
        }
        else
        {
            program.Store(rising);
        }

        return rising;
    }

    private void Weighted(int segment, int k, int[] powers)
    {
        long width = edges[segment + 1] - edges[segment];
        program.Load(powers[k]);
        program.Constant(((((long)k << 16) - edges[segment] << WeightBits) + (width >> 1)) / width);
        program.Multiply();
    }
}
