namespace Esp32Aed.NanoFramework.Subset;

/// <summary>Something in an assembly that compiles but fails on the board.</summary>
/// <param name="Rule">The rule it breaks.</param>
/// <param name="Where">The type, field or method it is in; the assembly's name where it concerns the whole.</param>
/// <param name="Detail">What was found.</param>
public sealed record Finding(SubsetRule Rule, string Where, string Detail)
{
    /// <inheritdoc />
    public override string ToString() => $"{Rule}: {Where}: {Detail}";
}

/// <summary>What the interpreter of the 1.x line cannot run, although the compiler and its libraries let it pass.</summary>
public enum SubsetRule
{
    /// <summary>Generic types, methods, or uses of them, such as <c>Action&lt;T&gt;</c>.</summary>
    Generics,

    /// <summary>Arrays of several dimensions, such as <c>int[,]</c>.</summary>
    MultiDimensionalArray,

    /// <summary>Arithmetic and conversions that should throw on overflow: they do not.</summary>
    CheckedArithmetic,

    /// <summary>A method with a body in an interface.</summary>
    DefaultInterfaceMethod,

    /// <summary>A static abstract or virtual member of an interface.</summary>
    StaticAbstractMember,

    /// <summary><c>Nullable&lt;T&gt;</c>, such as <c>int?</c>.</summary>
    Nullable,

    /// <summary>Tuples.</summary>
    Tuple,

    /// <summary>Methods with <c>yield</c>.</summary>
    Iterator,

    /// <summary>Methods with <c>async</c>.</summary>
    Async,

    /// <summary>Memory from the stack.</summary>
    StackAllocation,

    /// <summary>Pointers, function pointers and pinned variables.</summary>
    Pointer,

    /// <summary><c>Span&lt;T&gt;</c> and <c>Memory&lt;T&gt;</c> in all their forms.</summary>
    Span,

    /// <summary>Decimal numbers.</summary>
    Decimal,

    /// <summary>IL operations that the interpreter does not implement.</summary>
    UnsupportedOperation,

    /// <summary>More than 255 local variables or arguments in a method.</summary>
    Locals,

    /// <summary>An evaluation stack of more than 255 slots.</summary>
    EvaluationStack,

    /// <summary>More than 60 KB of IL in an assembly, in the board's encoding.</summary>
    AssemblySize,

    /// <summary>A branch farther than 16 bits reach, in the board's encoding.</summary>
    BranchDistance,

    /// <summary>A <c>switch</c> of more than 255 targets.</summary>
    SwitchTargets,

    /// <summary>More than 255 virtual, instance or static methods, or instance or static fields, in a type.</summary>
    MemberCount,

    /// <summary>
    /// A value cast from an unsigned type that is shifted, divided with remainder, widened, passed, returned or stored through a
    /// reference as a signed one: the interpreter does not see the cast. Mend it by what it does see: <c>(int)(long)u</c>, <c>(short)u</c>,
    /// a field in between, or a signed left operand.
    /// </summary>
    UnsignedTag,

    /// <summary>Floating point where only integers are allowed.</summary>
    FloatingPoint,
}
