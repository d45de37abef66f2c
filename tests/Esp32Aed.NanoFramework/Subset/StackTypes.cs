using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Esp32Aed.NanoFramework.Subset;

/// <summary>
/// Finds what lies on the evaluation stack of a method, by following its code; the assembly's own figures are not trusted. A type is
/// the one the interpreter keeps with the value, which is not always the one the compiler has in mind; null where it does not matter.
/// </summary>
internal sealed class StackTypes
{
    // The names of the behaviours, such as Popi_popi8, hold one part a slot.
    private static readonly Dictionary<StackBehaviour, int> Slots = Enum.GetValues<StackBehaviour>()
        .ToDictionary(behaviour => behaviour, behaviour => behaviour is StackBehaviour.Pop0 or StackBehaviour.Push0 ? 0 : behaviour.ToString().Split('_').Length);

    private readonly Dictionary<Instruction, TypeReference?[]> before = [];
    private readonly Stack<(Instruction Instruction, TypeReference?[] Stack)> open = new();
    private readonly MethodBody body;

    /// <summary>Follows a method from its start and from its exception handlers until nothing changes any more.</summary>
    public StackTypes(MethodBody body)
    {
        this.body = body;
        open.Push((body.Instructions[0], []));
        foreach (var handler in body.ExceptionHandlers)
        {
            bool getsException = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
            open.Push((handler.HandlerStart, getsException ? [null] : []));
            if (handler.FilterStart is not null)
            {
                open.Push((handler.FilterStart, [null]));
            }
        }

        while (open.TryPop(out var at))
        {
            if (at.Instruction is not null && Arrive(at.Instruction, at.Stack))
            {
                var after = After(at.Instruction, before[at.Instruction]);
                foreach (var next in Successors(at.Instruction))
                {
                    open.Push((next, after));
                }
            }
        }
    }

    /// <summary>Greatest number of slots in use at once.</summary>
    public int Depth => before.Values.Max(stack => stack.Length);

    /// <summary>The stack before an operation, its top last; null where no path leads to the operation.</summary>
    public TypeReference?[]? Before(Instruction instruction) => before.GetValueOrDefault(instruction);

    /// <summary>The primitive type in which the interpreter keeps values of a type.</summary>
    public static MetadataType Primitive(TypeReference? type) => type switch
    {
        null => MetadataType.Void,
        TypeDefinition { IsEnum: true } enumeration => enumeration.GetEnumUnderlyingType().MetadataType,
        _ => type.MetadataType,
    };

    /// <summary>Whether the interpreter tags values of a type as unsigned. Shorter integers become signed ones on the stack.</summary>
    public static bool IsUnsigned(TypeReference? type) => Primitive(type) is MetadataType.UInt32 or MetadataType.UInt64;

    // Whether this brings anything new. Where paths meet, unsigned wins: it is enough that one path leaves the tag.
    private bool Arrive(Instruction instruction, TypeReference?[] stack)
    {
        if (!before.TryGetValue(instruction, out var known))
        {
            before[instruction] = stack;
            return true;
        }

        var merged = known.Zip(stack, (old, added) => old is null || (IsUnsigned(added) && !IsUnsigned(old)) ? added : old).ToArray();
        if (merged.SequenceEqual(known))
        {
            return false;
        }

        before[instruction] = merged;
        return true;
    }

    private TypeReference?[] After(Instruction instruction, TypeReference?[] stack)
    {
        var code = instruction.OpCode;
        switch (code.FlowControl)
        {
            case FlowControl.Return or FlowControl.Throw:
            case FlowControl.Branch when code.Code is Code.Leave or Code.Leave_S:
                return [];
            case FlowControl.Call:
                var call = (IMethodSignature)instruction.Operand;
                bool isNew = code.Code == Code.Newobj;
                int arguments = call.Parameters.Count + (call.HasThis && !isNew ? 1 : 0) + (code.Code == Code.Calli ? 1 : 0);
                bool pushes = isNew || call.ReturnType.MetadataType != MetadataType.Void;
                return [.. stack.SkipLast(arguments), .. pushes ? [isNew ? null : call.ReturnType] : Array.Empty<TypeReference?>()];
            default:
                int popped = Slots[code.StackBehaviourPop];
                var pushed = Pushed(instruction, popped > 0 && popped <= stack.Length ? stack[^popped] : null);
                return [.. stack.SkipLast(popped), .. Enumerable.Repeat(pushed, Slots[code.StackBehaviourPush])];
        }
    }

    // What an operation other than a call leaves, from its left or only operand.
    private TypeReference? Pushed(Instruction instruction, TypeReference? left)
    {
        var code = instruction.OpCode.Code;
        switch (code)
        {
            case Code.Add or Code.Sub or Code.Mul or Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un or Code.And or Code.Or or Code.Xor:
            case Code.Shl or Code.Shr or Code.Shr_Un or Code.Neg or Code.Not or Code.Dup:
                return left;
            case Code.Conv_U4 or Code.Conv_U:
                return body.Method.Module.TypeSystem.UInt32;
            case Code.Conv_U8:
                return body.Method.Module.TypeSystem.UInt64;
            case >= Code.Ldloc_0 and <= Code.Ldloc_3:
                return body.Variables[code - Code.Ldloc_0].VariableType;
            case >= Code.Ldarg_0 and <= Code.Ldarg_3:
                int parameter = code - Code.Ldarg_0 - (body.Method.HasThis ? 1 : 0);
                return parameter < 0 ? null : body.Method.Parameters[parameter].ParameterType;
            case >= Code.Ldelem_I1 and <= Code.Ldelem_Ref:
            case >= Code.Ldind_I1 and <= Code.Ldind_Ref:
                // The operation's own name does not tell: elements of ulong[] are loaded by ldelem.i8.
                return (left as TypeSpecification)?.ElementType;
            case Code.Newarr:
                return new ArrayType((TypeReference)instruction.Operand);
            case Code.Ldloca or Code.Ldloca_S or Code.Ldarga or Code.Ldarga_S or Code.Ldflda or Code.Ldsflda or Code.Ldelema:
                return OperandType(instruction) is { } target ? new ByReferenceType(target) : null;
            case Code.Ldloc or Code.Ldloc_S or Code.Ldarg or Code.Ldarg_S or Code.Ldfld or Code.Ldsfld:
            case Code.Ldelem_Any or Code.Ldobj or Code.Unbox_Any or Code.Castclass or Code.Isinst:
                return OperandType(instruction);
            default:
                return null;
        }
    }

    private static TypeReference? OperandType(Instruction instruction) => instruction.Operand switch
    {
        VariableReference variable => variable.VariableType,
        ParameterReference parameter => parameter.ParameterType,
        FieldReference field => field.FieldType,
        TypeReference type => type,
        _ => null,
    };

    private static IEnumerable<Instruction> Successors(Instruction instruction)
    {
        IEnumerable<Instruction> targets = instruction.Operand switch
        {
            Instruction target => [target],
            Instruction[] several => several,
            _ => [],
        };
        return instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw
            ? targets
            : targets.Append(instruction.Next);
    }
}
