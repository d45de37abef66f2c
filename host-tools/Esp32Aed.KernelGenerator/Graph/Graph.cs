namespace Esp32Aed.KernelGenerator;

/// <summary>A number of the dataflow graph, computed once and used <see cref="Uses"/> times.</summary>
/// <param name="producer">The node that computes it.</param>
/// <param name="output">Which of the node's outputs it is.</param>
internal sealed class Value(Node producer, int output)
{
    public Node Producer { get; } = producer;

    public int Output { get; } = output;

    /// <summary>Its scale.</summary>
    public required Fraction Fraction { get; init; }

    /// <summary>Largest size it can have, in units of a sample.</summary>
    public required double Bound { get; init; }

    public int Uses { get; set; }

    /// <summary>The local it is kept in, or -1.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>The local holds the negative of the value: exact, and sometimes an operation cheaper.</summary>
    public bool Negated { get; set; }

    public Ref Ref => new(this, 1);

    /// <summary>Moves it from the top of the stack to a local.</summary>
    public void MoveTo(StackProgram program)
    {
        Slot = program.Allocate();
        program.Store(Slot);
    }
}

/// <summary>The scale of a value: bits after the point, less the variable <c>scale</c> of the method if it is so.</summary>
internal readonly record struct Fraction(int Bits, bool LessScale = false);

/// <summary>A value or its negative; default is zero.</summary>
internal readonly record struct Ref(Value? Value, int Sign)
{
    public bool IsZero => Value is null;

    public static Ref operator -(Ref value) => value with { Sign = -value.Sign };
}

/// <summary>Something that computes one or two values.</summary>
internal abstract class Node
{
    public Value?[] Outputs { get; } = new Value?[2];

    public abstract IEnumerable<Ref> Inputs { get; }
}

/// <summary>Two neighbouring samples, windowed.</summary>
internal sealed class SampleNode(int first) : Node
{
    public int First { get; } = first;

    public override IEnumerable<Ref> Inputs => [];
}

/// <summary>An element of an array.</summary>
internal sealed class ElementNode(string text) : Node
{
    public string Text { get; } = text;

    public override IEnumerable<Ref> Inputs => [];
}

/// <summary>
/// One output <c>(Ma * A + Mb * B) >> Shift</c> of a <see cref="LinearNode"/>. Factors of 1 and -1 with no shift are exact; others are fixed-point.
/// </summary>
internal readonly record struct Row(long Ma, long Mb, Shift Shift)
{
    public bool IsExact => Shift == default;
}

/// <summary>A right shift by a number or by what a variable of the method holds.</summary>
internal readonly record struct Shift(int By, string? Variable = null);

/// <summary>Two values from two (B may be zero, then only one).</summary>
internal sealed class LinearNode(Ref a, Ref b, Row first, Row second) : Node
{
    public Ref A { get; } = a;

    public Ref B { get; } = b;

    public Row[] Rows { get; } = [first, second];

    public bool IsTurn => !B.IsZero && !Rows[0].IsExact;

    public override IEnumerable<Ref> Inputs => B.IsZero ? [A] : [A, B];
}
