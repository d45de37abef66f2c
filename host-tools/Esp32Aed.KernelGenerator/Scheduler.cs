namespace Esp32Aed.KernelGenerator;

/// <summary>
/// Puts the graph in an order, on demand from its results. Of a node's two inputs one stays on the stack where it was computed
/// and the other waits in a local; of its two outputs the one that is wanted now stays on the stack and the other goes to a local:
/// 6 operations for a butterfly whose four values would cost 8 in locals.
/// </summary>
internal sealed class Scheduler(StackProgram program, int length)
{
    /// <summary>Declares a use of a value, before the first is demanded.</summary>
    public static void Use(Ref value)
    {
        if (value.Value is { } v && ++v.Uses == 1)
        {
            bool first = v.Producer.Outputs.Count(output => output?.Uses > 0) == 1;
            if (first)
            {
                foreach (var input in v.Producer.Inputs)
                {
                    Use(input);
                }
            }
        }
    }

    /// <summary>Leaves a value on the stack, or its negative: then the result is true.</summary>
    public bool Demand(Ref value)
    {
        var v = value.Value!;
        v.Uses--;
        if (v.Slot >= 0)
        {
            program.Load(v.Slot);
            Release(v);
        }
        else
        {
            Run(v.Producer, v.Output);
            if (v.Uses > 0)
            {
                v.Slot = program.Allocate();
                program.Tee(v.Slot);
            }
        }

        return v.Negated != (value.Sign < 0);
    }

    /// <summary>
    /// Adds the squares of a node's wanted outputs to locals; a local of -1 is begun. The compiler keeps a value on the stack only while what lies
    /// above it is used up within one expression, so a square can't wait there for the next.
    /// </summary>
    public void Squares(LinearNode node, int[] sums)
    {
        var (x, y) = Gather(node);
        int wanted = node.Outputs.Count(output => output!.Uses > 0);
        for (int i = 0; i < 2; i++)
        {
            if (node.Outputs[i]!.Uses == 0)
            {
                continue;
            }

            Compute(node, i, x, y, last: --wanted == 0);
            program.Square();
            if (sums[i] >= 0)
            {
                program.Load(sums[i]);
                program.Add();
            }
            else
            {
                sums[i] = program.Allocate();
            }

            program.Store(sums[i]);
        }

        Finish(y);
    }

    private void Run(Node node, int wanted)
    {
        if (node is SampleNode samples)
        {
            Read(samples, wanted);
            return;
        }

        var linear = (LinearNode)node;
        var (x, y) = Gather(linear);
        if (node.Outputs[1 - wanted] is { Uses: > 0 } other)
        {
            Compute(linear, 1 - wanted, x, y, last: false);
            Keep(other);
        }

        Compute(linear, wanted, x, y, last: true);
        node.Done = true;
        Finish(y);
    }

    // Which input is on the stack (-1: none) and which in a local.
    private (Operand? Stack, Operand? Local) Gather(LinearNode node)
    {
        if (node.B.IsZero)
        {
            return (new Operand(node.A, true, Demand(node.A)), null);
        }

        var (a, b) = (node.A, node.B);
        bool swap = false;
        if (a.Value!.Slot >= 0 && b.Value!.Slot < 0)
        {
            (a, b) = (b, a);
            swap = true;
        }

        Operand? first = null;
        if (a.Value!.Slot < 0)
        {
            first = new Operand(a, !swap, Demand(a));
        }

        if (b.Value!.Slot < 0)
        {
            Run(b.Value.Producer, b.Value.Output);
            Keep(b.Value);
        }

        var local = new Operand(b, swap, b.Value.Negated != (b.Sign < 0));
        return first is null
            ? (null, local with { Also = new Operand(a, !swap, a.Value.Negated != (a.Sign < 0)) })
            : (first, local);
    }

    private void Finish(Operand? local)
    {
        for (var operand = local; operand is not null; operand = operand.Also)
        {
            operand.Ref.Value!.Uses--;
            Release(operand.Ref.Value);
        }
    }

    // Computes one output; "last" consumes the operand on the stack.
    private void Compute(LinearNode node, int output, Operand? x, Operand? y, bool last)
    {
        var row = node.Rows[output];
        var value = node.Outputs[output]!;
        var one = x ?? y!.Also!;
        var two = x is null ? y! with { Also = null } : y;
        long m1 = Factor(row, one);
        long m2 = two is null ? 0 : Factor(row, two);
        bool exact = row.IsExact;
        if (x is null && two is not null && m1 < 0 && (exact || m2 > 0))
        {
            (one, two, m1, m2) = (two, one, m2, m1);
        }

        value.Negated = exact && m1 < 0;
        if (value.Negated)
        {
            (m1, m2) = (-m1, -m2);
        }

        if (x is not null)
        {
            if (!last)
            {
                program.Dup();
            }
        }
        else
        {
            program.Load(one.Ref.Value!.Slot);
        }

        Times(m1);
        if (two is not null)
        {
            program.Load(two.Ref.Value!.Slot);
            bool subtract = exact ? m2 < 0 : IsCheap(-m2) && !IsCheap(m2);
            Times(exact ? 1 : subtract ? -m2 : m2);
            if (subtract)
            {
                program.Subtract();
            }
            else
            {
                program.Add();
            }
        }

        program.ShiftRight(row.Shift);
    }

    private void Times(long factor)
    {
        if (factor != 1)
        {
            program.Constant(factor);
            program.Multiply();
        }
    }

    private static long Factor(Row row, Operand operand) => (operand.IsA ? row.Ma : row.Mb) * (operand.Negated ? -1 : 1);

    // The compiler writes a long constant of 32 bits as an int and a conversion.
    private static bool IsCheap(long factor) => factor is > uint.MaxValue or < int.MinValue;

    private void Read(SampleNode node, int wanted)
    {
        var (low, high) = (node.Outputs[0], node.Outputs[1]);
        var (mine, other) = wanted == 0 ? (low, high) : (high, low);
        int offset = node.First * 4;
        if (other is not { Uses: > 0, Slot: < 0 } || program.Slots >= SlotsBeforeReadingTwice)
        {
            // Its sample is the top of eight bytes.
            program.Text($"BitConverter.ToInt64(frame, {offset - (wanted == 0 ? 4 : 0)})");
            program.ShiftRight(48);
            Window(node.First + wanted, mine!);
            return;
        }

        program.Text($"BitConverter.ToInt64(frame, {offset})");
        int pair = program.Allocate();
        program.Store(pair);
        program.Load(pair);
        Extract(1 - wanted);
        Window(node.First + 1 - wanted, other);
        Keep(other);
        program.Load(pair);
        program.Free(pair);
        Extract(wanted);
        Window(node.First + wanted, mine!);
        node.Done = true;
    }

    private void Extract(int which)
    {
        if (which == 0)
        {
            program.ShiftLeft(32);
        }

        program.ShiftRight(48);
    }

    private void Window(int n, Value value)
    {
        long window = SpectrumGraph.Window(n, length);
        program.Constant(window);
        program.Multiply();
        program.ShiftRight(SpectrumGraph.WindowBits - value.FractionBits);
    }

    public int SlotsBeforeReadingTwice { get; init; } = 1000;

    private void Keep(Value value)
    {
        value.Slot = program.Allocate();
        program.Store(value.Slot);
    }

    private void Release(Value value)
    {
        if (value.Uses == 0 && value.Slot >= 0)
        {
            program.Free(value.Slot);
            value.Slot = -1;
        }
    }

    private sealed record Operand(Ref Ref, bool IsA, bool Negated)
    {
        public Operand? Also { get; init; }
    }
}
