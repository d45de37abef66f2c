namespace Esp32Aed.KernelGenerator;

/// <summary>
/// Puts the graph in an order, on demand from its results. Of a node's two inputs one stays on the stack where it was computed
/// and the other waits in a local; of its two outputs the one that is wanted now stays on the stack and the other goes to a local:
/// 6 operations for a butterfly whose four values would cost 8 in locals.
/// </summary>
internal sealed class Scheduler(StackProgram program, int frameLength, HeldFactors? factors = null)
{
    private readonly SampleReader reader = new(program, frameLength);
    private readonly LinearWriter linear = new(program, factors);

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

            linear.Write(node, i, x, y, last: --wanted == 0);
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

    /// <summary>Stores a value in an element of an array.</summary>
    public void Store(Ref value, string element)
    {
        if (Demand(value))
        {
            program.Negate();
        }

        program.StoreTo(element);
    }

    /// <summary>Computes a butterfly's wanted outputs for the elements of arrays.</summary>
    /// <param name="node">The node.</param>
    /// <param name="elements">Element and sign for each output; not used for one that nobody wants.</param>
    public void Store(LinearNode node, (string Name, int Sign)[] elements)
    {
        foreach (var input in node.Inputs.Where(input => input.Value!.Slot < 0))
        {
            Run(input.Value!.Producer, input.Value.Output);
            input.Value.MoveTo(program);
        }

        var (_, operands) = Gather(node);
        for (int i = 0; i < 2; i++)
        {
            if (node.Outputs[i] is { Uses: > 0 } output)
            {
                linear.Write(node, i, null, operands, last: false, elements[i].Sign);
                if (output.Negated)
                {
                    program.Negate();
                }

                program.StoreTo(elements[i].Name);
            }
        }

        Finish(operands);
    }

    private void Run(Node node, int wanted)
    {
        if (node is SampleNode samples)
        {
            reader.Read(samples, wanted);
            return;
        }

        if (node is ElementNode element)
        {
            program.Text(element.Text);
            return;
        }

        var own = (LinearNode)node;
        var (x, y) = Gather(own);
        if (node.Outputs[1 - wanted] is { Uses: > 0 } other)
        {
            linear.Write(own, 1 - wanted, x, y, last: false);
            other.MoveTo(program);
        }

        linear.Write(own, wanted, x, y, last: true);
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

        // A turn that has b on the stack needs no negative factor.
        if (b.Value!.Slot < 0 && (a.Value!.Slot >= 0 || (factors is not null && node.IsTurn)))
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
            b.Value.MoveTo(program);
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

    private void Release(Value value)
    {
        if (value.Uses == 0 && value.Slot >= 0)
        {
            program.Free(value.Slot);
            value.Slot = -1;
        }
    }
}
