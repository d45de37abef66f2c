using System.Collections.Immutable;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.Cost.Prices;

/// <summary>The kind of value on top of the evaluation stack before each operation, by following the method's flow once.</summary>
internal static class StackKinds
{
    public static Dictionary<Instruction, ValueKind> Of(MethodBody body)
    {
        var tops = new Dictionary<Instruction, ValueKind>();
        var open = new Stack<(Instruction At, ImmutableStack<ValueKind> Stack)>();
        foreach (var region in body.ExceptionHandlers)
        {
            open.Push((region.HandlerStart, [ValueKind.Other]));
            if (region.FilterStart is { } filter)
            {
                open.Push((filter, [ValueKind.Other]));
            }
        }

        if (body.Instructions.Count > 0)
        {
            open.Push((body.Instructions[0], []));
        }

        while (open.TryPop(out var next))
        {
            var (at, stack) = next;
            if (!tops.TryAdd(at, stack.IsEmpty ? ValueKind.Other : stack.Peek()))
            {
                continue;
            }

            var after = Apply(at, stack, body);
            foreach (var target in Counting.BlockStarts.Targets(at))
            {
                open.Push((target, after));
            }

            if (at.Next is { } following && at.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw))
            {
                open.Push((following, after));
            }
        }

        return tops;
    }

    private static ImmutableStack<ValueKind> Apply(Instruction at, ImmutableStack<ValueKind> stack, MethodBody body)
    {
        var top = stack.IsEmpty ? ValueKind.Other : stack.Peek();
        for (var pops = Pops(at); pops > 0 && !stack.IsEmpty; pops--)
        {
            stack = at.OpCode.Code is Code.Shl or Code.Shr or Code.Shr_Un && pops == 1 ? Keep(ref top, stack) : stack.Pop();
        }

        return at.OpCode.StackBehaviourPush switch
        {
            StackBehaviour.Push0 => stack,
            StackBehaviour.Pushi => stack.Push(ValueKind.Int32),
            StackBehaviour.Pushi8 => stack.Push(ValueKind.Int64),
            StackBehaviour.Pushr4 or StackBehaviour.Pushr8 => stack.Push(ValueKind.Float),
            StackBehaviour.Pushref => stack.Push(ValueKind.Other),
            StackBehaviour.Push1_push1 => stack.Push(top).Push(top),
            StackBehaviour.Varpush => Returned(at) is { } kind ? stack.Push(kind) : stack,
            _ => stack.Push(Loaded(at, body) ?? top),
        };
    }

    // A shift gives the kind of what is shifted, which lies below the distance.
    private static ImmutableStack<ValueKind> Keep(ref ValueKind top, ImmutableStack<ValueKind> stack)
    {
        top = stack.Peek();
        return stack.Pop();
    }

    private static int Pops(Instruction at)
    {
        if (at.OpCode.Code == Code.Ret || at.OpCode.StackBehaviourPop == StackBehaviour.PopAll)
        {
            return int.MaxValue;
        }

        if (at.Operand is IMethodSignature call && at.OpCode.StackBehaviourPop == StackBehaviour.Varpop)
        {
            var instance = call.HasThis && at.OpCode.Code != Code.Newobj ? 1 : 0;
            return call.Parameters.Count + instance + (at.OpCode.Code == Code.Calli ? 1 : 0);
        }

        // The names of the behaviours list what is popped: Popref_popi_popi8.
        return at.OpCode.StackBehaviourPop == StackBehaviour.Pop0 ? 0 : at.OpCode.StackBehaviourPop.ToString().Split('_').Length;
    }

    private static ValueKind? Returned(Instruction at) => at.Operand switch
    {
        IMethodSignature when at.OpCode.Code == Code.Newobj => ValueKind.Other,
        IMethodSignature { ReturnType.MetadataType: MetadataType.Void } => null,
        IMethodSignature call => KindOf(call.ReturnType),
        _ => null,
    };

    private static ValueKind? Loaded(Instruction at, MethodBody body) => at.Operand switch
    {
        FieldReference field => KindOf(field.FieldType),
        TypeReference type => KindOf(type),
        ParameterDefinition parameter => KindOf(parameter.ParameterType),
        VariableDefinition local => KindOf(local.VariableType),
        _ => at.OpCode.Code switch
        {
            >= Code.Ldloc_0 and <= Code.Ldloc_3 => KindOf(body.Variables[at.OpCode.Code - Code.Ldloc_0].VariableType),
            >= Code.Ldarg_0 and <= Code.Ldarg_3 => Argument(at.OpCode.Code - Code.Ldarg_0, body.Method),
            _ => null,
        },
    };

    private static ValueKind Argument(int index, MethodDefinition method)
    {
        var parameter = method.HasThis ? index - 1 : index;
        return parameter < 0 ? ValueKind.Other : KindOf(method.Parameters[parameter].ParameterType);
    }

    private static ValueKind KindOf(TypeReference type) => type.MetadataType switch
    {
        >= MetadataType.Boolean and <= MetadataType.UInt32 => ValueKind.Int32,
        MetadataType.Int64 or MetadataType.UInt64 => ValueKind.Int64,
        MetadataType.Single or MetadataType.Double => ValueKind.Float,
        MetadataType.ValueType when type is TypeDefinition { IsEnum: true } => ValueKind.Int32,
        _ => ValueKind.Other,
    };
}
