namespace Esp32Aed.KernelGenerator;

/// <summary>Writes the power of each bin as it is finished.</summary>
internal sealed class PowerStage(KernelSettings settings, StackProgram program, Scheduler scheduler, Spectrum spectrum)
{
    /// <summary>Computes the powers of the bins that the bands use.</summary>
    /// <returns>The local of each bin's power, or -1.</returns>
    public int[] Write()
    {
        int half = settings.FrameLength / 2;
        int quarter = half / 2;
        var powers = new int[half + 1];
        Array.Fill(powers, -1);
        for (int k = settings.FirstBin; k <= settings.LastBin; k++)
        {
            Scheduler.Use(spectrum.Re[k]);
            Scheduler.Use(spectrum.Im[k]);
        }

        for (int k = 1; k < quarter / 2; k++)
        {
            Pair(k, half - k, powers);
            Pair(quarter - k, quarter + k, powers);
        }

        Pair(quarter / 2, half - (quarter / 2), powers);
        scheduler.Demand(spectrum.Re[quarter]);
        program.Square();
        powers[quarter] = program.Allocate();
        program.Store(powers[quarter]);
        scheduler.Demand(spectrum.Im[quarter]);
        program.Square();
        program.Load(powers[quarter]);
        program.Add();
        program.Store(powers[quarter]);
        return powers;
    }

    // Two bins that come out of the same butterflies.
    private void Pair(int one, int two, int[] powers)
    {
        if (!IsUsed(one) && !IsUsed(two))
        {
            return;
        }

        // The outputs of the two butterflies correspond: the first of each belongs to the same bin.
        int[] sums = [-1, -1];
        var re = spectrum.Re[one].Value!;
        var im = spectrum.Im[one].Value!;
        scheduler.Squares((LinearNode)re.Producer, sums);
        bool crossed = re.Output != im.Output;
        scheduler.Squares((LinearNode)im.Producer, crossed ? [sums[1], sums[0]] : sums);
        powers[one] = sums[re.Output];
        powers[two] = sums[1 - re.Output];
    }

    private bool IsUsed(int bin) => bin >= settings.FirstBin && bin <= settings.LastBin;
}
