using System.Text;
using Esp32Aed.Detection;

namespace Esp32Aed.KernelGenerator;

/// <summary>Writes a kernel as straight-line C#: every value in a local or on the stack of one method, every constant in the code.</summary>
public sealed class KernelWriter
{
    private const string Indent = "        ";
    // With the 8 fraction bits of a power these make the unit of MelBands.Sum.
    private const int WeightBits = 10;
    private const int TableBits = 12;
    private const int BitsPerLeaf = 4;
    private const int CosineBits = 13;

    // By Parseval's theorem no band's energy exceeds 2^61.6.
    private const int EnergyBits = 63;

    // Whatever is below the first threshold shares a leaf, which is precise down to 2^(28 - 4).
    private const int FirstThreshold = 28;

    private readonly KernelSettings settings;
    private readonly StackProgram program = new(Indent);
    private readonly SpectrumGraph graph;
    private readonly Scheduler scheduler;
    private readonly int[] logs;
    private int floor;

    private KernelWriter(KernelSettings settings)
    {
        this.settings = settings;
        graph = new SpectrumGraph(settings.FrameLength);
        scheduler = new Scheduler(program, settings.FrameLength) { SlotsBeforeReadingTwice = 233 };
        logs = new int[settings.Bands];
    }

    /// <summary>The text of the kernel's file.</summary>
    public static string Write(KernelSettings settings) => new KernelWriter(settings).Write();

    private string Write()
    {
        var powers = Powers();
        Bands(powers);
        HearingRange();
        Transforms();
        return KernelTemplate.File(settings, program.Locals(), program.ToString());
    }

    private int[] Powers()
    {
        int half = settings.FrameLength / 2;
        int quarter = half / 2;
        var powers = new int[half + 1];
        Array.Fill(powers, -1);
        for (int k = settings.FirstBin; k <= settings.LastBin; k++)
        {
            Scheduler.Use(graph.Spectrum.Re[k]);
            Scheduler.Use(graph.Spectrum.Im[k]);
        }

        for (int k = 1; k < quarter / 2; k++)
        {
            Pair(k, half - k, powers);
            Pair(quarter - k, quarter + k, powers);
        }

        Pair(quarter / 2, half - (quarter / 2), powers);
        scheduler.Demand(graph.Spectrum.Re[quarter]);
        program.Square();
        powers[quarter] = program.Allocate();
        program.Store(powers[quarter]);
        scheduler.Demand(graph.Spectrum.Im[quarter]);
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
        var re = graph.Spectrum.Re[one].Value!;
        var im = graph.Spectrum.Im[one].Value!;
        scheduler.Squares((LinearNode)re.Producer, sums);
        bool crossed = re.Output != im.Output;
        scheduler.Squares((LinearNode)im.Producer, crossed ? [sums[1], sums[0]] : sums);
        powers[one] = sums[re.Output];
        powers[two] = sums[1 - re.Output];
    }

    private bool IsUsed(int bin) => bin >= settings.FirstBin && bin <= settings.LastBin;

    // Between two edges each bin gives w of its power to the rising band and 1 - w to the falling one.
    private void Bands(int[] powers)
    {
        var edges = settings.MelEdges;
        int rising = -1;
        floor = program.Allocate();
        program.Text("floor");
        program.Store(floor);
        for (int segment = 0; segment <= settings.Bands; segment++)
        {
            int from = (edges[segment] + 0xFFFF) >> 16;
            int to = (edges[segment + 1] + 0xFFFF) >> 16;
            long width = edges[segment + 1] - edges[segment];
            bool any = false;
            if (segment > 0)
            {
                program.Load(rising);
                program.Free(rising);
                any = true;
                for (int k = from; k < to; k++)
                {
                    program.Load(powers[k]);
                    if (k > from)
                    {
                        program.Add();
                    }
                }

                if (to > from)
                {
                    program.ShiftLeft(WeightBits);
                    program.Add();
                }
            }

            if (segment < settings.Bands)
            {
                if (to == from)
                {
                    program.Constant(0);
                }

                for (int k = from; k < to; k++)
                {
                    program.Load(powers[k]);
                    program.Constant(((((long)k << 16) - edges[segment] << WeightBits) + (width >> 1)) / width);
                    program.Multiply();
                    if (k > from)
                    {
                        program.Add();
                    }
                }

                rising = program.Allocate();
                if (any)
                {
                    program.Tee(rising);
                    program.Subtract();
                }
                else
                {
                    program.Store(rising);
                }
            }
            else
            {
                for (int k = from; k < to; k++)
                {
                    program.Load(powers[k]);
                    program.Constant(((((long)k << 16) - edges[segment] << WeightBits) + (width >> 1)) / width);
                    program.Multiply();
                    program.Subtract();
                }
            }

            if (segment > 0)
            {
                logs[segment - 1] = Logarithm();
            }

            for (int k = from; k < to; k++)
            {
                program.Free(powers[k]);
            }
        }

    }

    // log2(energy + floor) - log2(floor), Q10: a tree of comparisons finds the shift that brings the value into the table.
    private int Logarithm()
    {
        program.Load(floor);
        program.Add();
        int slot = program.Allocate();
        program.Store(slot);
        var thresholds = new List<int>();
        for (int bits = FirstThreshold; bits <= EnergyBits - BitsPerLeaf; bits += BitsPerLeaf)
        {
            thresholds.Add(bits);
        }

        Tree(slot, thresholds, 0, thresholds.Count);
        return slot;
    }

    private void Tree(int slot, List<int> thresholds, int from, int to)
    {
        if (from == to)
        {
            int top = from < thresholds.Count ? thresholds[from] : EnergyBits;
            int shift = top - TableBits;
            program.Statement($"v{slot} = table[(int)(v{slot} >> {shift})] + {shift << LogMel.FractionBits};");
            return;
        }

        int middle = (from + to) / 2;
        program.Statement($"if (v{slot} < {1L << thresholds[middle]}L)");
        program.Statement("{");
        Tree(slot, thresholds, from, middle);
        program.Statement("}");
        program.Statement("else");
        program.Statement("{");
        Tree(slot, thresholds, middle + 1, to);
        program.Statement("}");
    }

    private void HearingRange()
    {
        program.Free(floor);
        int loudest = program.Allocate();
        program.Statement($"v{loudest} = v{logs[0]};");
        foreach (int slot in logs.Skip(1))
        {
            program.Statement($"if (v{slot} > v{loudest}) v{loudest} = v{slot};");
        }

        program.Statement($"v{loudest} = hearing.Follow((int)v{loudest});");
        foreach (int slot in logs)
        {
            program.Statement($"if (v{slot} < v{loudest}) v{slot} = v{loudest};");
        }

        program.Statement("if (logMel != null)");
        program.Statement("{");
        for (int b = 0; b < logs.Length; b++)
        {
            program.Statement($"    logMel[{b}] = (int)v{logs[b]};");
        }

        program.Statement("}");
        program.Free(loudest);
    }

    // DCT-II: even coefficients take sums of mirrored bands, odd ones differences; two coefficients in the halves of a long.
    private void Transforms()
    {
        int bands = settings.Bands;
        int half = (bands + 1) / 2;
        var sums = new int[half];
        var differences = new int[half];
        program.Statement("if (mfcc.Length == 0) return;");
        for (int b = 0; b < half; b++)
        {
            int mirror = bands - 1 - b;
            if (b == mirror)
            {
                sums[b] = logs[b];
                continue;
            }

            sums[b] = program.Allocate();
            differences[b] = logs[b];
            program.Load(logs[b]);
            program.Load(logs[mirror]);
            program.Add();
            program.Store(sums[b]);
            program.Load(logs[b]);
            program.Load(logs[mirror]);
            program.Subtract();
            program.Store(differences[b]);
        }

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
        bool first = true;
        for (int b = 0; b < inputs.Length; b++)
        {
            if (low % 2 == 1 && (2 * b) + 1 == settings.Bands)
            {
                continue;
            }

            program.Load(inputs[b]);
            program.Constant(Cosine(low, b) + (high < 0 ? 0 : Cosine(high, b) << 32));
            program.Multiply();
            if (!first)
            {
                program.Add();
            }

            first = false;
        }

        if (high < 0)
        {
            program.ShiftRight(CosineBits);
            program.Statement($"mfcc[{low}] = (int)({program.PopText()});");
            return;
        }

        int slot = program.Allocate();
        program.Store(slot);
        program.Statement($"mfcc[{low}] = (int)v{slot} >> {CosineBits};");
        program.Statement($"mfcc[{high}] = (int)(v{slot} >> {32 + CosineBits});");
        program.Free(slot);
    }

    private long Cosine(int k, int b)
    {
        long scale = FixedMath.SquareRoot(((k == 0 ? 1L : 2L) << 48) / settings.Bands); // Q24
        long cosine = FixedMath.Cosine((long)k * ((2 * b) + 1), 4 * settings.Bands);
        return ((cosine >> 10) * scale + (1L << (43 - CosineBits))) >> (44 - CosineBits);
    }
}
