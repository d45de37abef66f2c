namespace Esp32Aed.KernelGenerator;

/// <summary>Writes a real FFT, or its last steps, as a method in straight-line code that reads elements of arrays and leaves the spectrum in them.</summary>
/// <param name="frameLength">Samples in a frame.</param>
internal sealed class TransformMethod(int frameLength)
{
    /// <summary>Which bins are wanted.</summary>
    public Func<int, bool> Wants { get; init; } = _ => true;

    /// <summary>Whether turns have their factors in locals.</summary>
    public bool HoldsFactors { get; init; }

    /// <summary>The method's operations.</summary>
    public StackProgram Program { get; init; } = new();

    /// <summary>Writes the method.</summary>
    /// <param name="head">Its head, up to the last parameter.</param>
    /// <param name="spectrum">The graph of the spectrum.</param>
    /// <param name="place">
    /// Where a part, real (false) or imaginary (true), of a bin goes. It may overwrite what only bin 0 is computed from, and what this bin is.
    /// </param>
    public string Write(string head, Spectrum spectrum, Func<bool, int, string> place)
    {
        var program = Program;
        var scheduler = new Scheduler(program, frameLength, HoldsFactors ? new HeldFactors(program) : null);
        int half = spectrum.Re.Length - 1;
        foreach (int k in Enumerable.Range(0, half + 1).Where(Wants))
        {
            Scheduler.Use(spectrum.Re[k]);
            Scheduler.Use(spectrum.Im[k]);
        }

        Pair(0, half, imaginary: false);
        for (int k = 1; k < half / 2; k++)
        {
            Pair(k, half - k, imaginary: false);
            Pair(k, half - k, imaginary: true);
        }

        string middle = place(false, half / 2);
        if ((spectrum.Re[half / 2].Value!.Producer as ElementNode)?.Text != middle)
        {
            scheduler.Store(spectrum.Re[half / 2], middle);
        }

        scheduler.Store(spectrum.Im[half / 2], place(true, half / 2));
        return $"    {head}{program.Parameters()})\n    {{\n        long {(HoldsFactors ? program.LocalsByUse(HeldFactors.Locals) : program.Locals())};\n{program}    }}\n";

        // Two bins that come out of the same butterfly.
        void Pair(int one, int two, bool imaginary)
        {
            if (!Wants(one) && !Wants(two))
            {
                return;
            }

            var part = imaginary ? spectrum.Im : spectrum.Re;
            var elements = new (string, int)[2];
            elements[part[one].Value!.Output] = (place(imaginary, one), part[one].Sign);
            elements[part[two].Value!.Output] = (place(imaginary, two), part[two].Sign);
            scheduler.Store((LinearNode)part[one].Value!.Producer, elements);
        }
    }
}
