namespace Esp32Aed.KernelGenerator;

/// <summary>Writes the sum of products that an output of a <see cref="LinearNode"/> is.</summary>
/// <param name="program">The method.</param>
/// <param name="factors">Where turns have their factors if not in the code.</param>
internal sealed class LinearWriter(StackProgram program, HeldFactors? factors)
{
    /// <summary>Leaves an output, or its negative, on the stack.</summary>
    /// <param name="node">The node.</param>
    /// <param name="output">Which output.</param>
    /// <param name="x">The operand on the stack, if any.</param>
    /// <param name="y">Those in locals.</param>
    /// <param name="last">Whether the one on the stack is used up.</param>
    /// <param name="sign">-1 to compute the negative, where that is exact.</param>
    public void Write(LinearNode node, int output, Operand? x, Operand? y, bool last, int sign = 1)
    {
        var row = node.Rows[output];
        var value = node.Outputs[output]!;
        var one = x ?? y!.Also!;
        var two = x is null ? y! with { Also = null } : y;
        long m1 = sign * Factor(row, one);
        long m2 = two is null ? 0 : sign * Factor(row, two);
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

        if (node.IsTurn)
        {
            factors?.Hold(node);
        }

        Times(m1);
        if (two is not null)
        {
            program.Load(two.Ref.Value!.Slot);
            bool subtract = exact ? m2 < 0 : (IsCheap(-m2) && !IsCheap(m2)) || factors?.Find(-m2) is not null;
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
        if (factor == 1)
        {
            return;
        }

        if (factors?.Find(factor) is { } held)
        {
            program.Text(held);
        }
        else
        {
            program.Constant(factor);
        }

        program.Multiply();
    }

    private static long Factor(Row row, Operand operand) => (operand.IsA ? row.Ma : row.Mb) * (operand.Negated ? -1 : 1);

    // The compiler writes a long constant of 32 bits as an int and a conversion.
    private static bool IsCheap(long factor) => factor is > uint.MaxValue or < int.MinValue;
}

/// <summary>An input of a node where it is needed.</summary>
/// <param name="Ref">The input.</param>
/// <param name="IsA">Whether it is the node's first.</param>
/// <param name="Negated">Whether what is there is its negative.</param>
internal sealed record Operand(Ref Ref, bool IsA, bool Negated)
{
    /// <summary>The other, when both are in locals.</summary>
    public Operand? Also { get; init; }
}
