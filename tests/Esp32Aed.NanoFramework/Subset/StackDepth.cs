using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.NanoFramework.Subset;

/// <summary>Finds how deep the evaluation stack of a method gets, by following its code; the assembly's own figure is not trusted.</summary>
public static class StackDepth
{
    // The names of the behaviours, such as Popi_popi8, hold one part a slot.
    private static readonly Dictionary<StackBehaviour, int> Slots = Enum.GetValues<StackBehaviour>()
        .ToDictionary(behaviour => behaviour, behaviour => behaviour is StackBehaviour.Pop0 or StackBehaviour.Push0 ? 0 : behaviour.ToString().Split('_').Length);

    /// <summary>Greatest number of slots in use at once.</summary>
    public static int Of(MethodBody body)
    {
        var depths = new Dictionary<Instruction, int>();
        var open = new Stack<(Instruction Instruction, int Depth)>();
        open.Push((body.Instructions[0], 0));
        foreach (var handler in body.ExceptionHandlers)
        {
            bool getsException = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
            open.Push((handler.HandlerStart, getsException ? 1 : 0));
            if (handler.FilterStart is not null)
            {
                open.Push((handler.FilterStart, 1));
            }
        }

        int deepest = 0;
        while (open.TryPop(out var at))
        {
            if (at.Instruction is null || !depths.TryAdd(at.Instruction, at.Depth))
            {
                continue;
            }

            int depth = After(at.Instruction, at.Depth);
            deepest = Math.Max(deepest, Math.Max(at.Depth, depth));
            foreach (var next in Successors(at.Instruction))
            {
                open.Push((next, depth));
            }
        }

        return deepest;
    }

    private static int After(Instruction instruction, int depth)
    {
        switch (instruction.OpCode.FlowControl)
        {
            case FlowControl.Return or FlowControl.Throw:
                return 0;
            case FlowControl.Branch when instruction.OpCode.Code is Code.Leave or Code.Leave_S:
                return 0;
            case FlowControl.Call:
                var call = (IMethodSignature)instruction.Operand;
                bool isNew = instruction.OpCode.Code == Code.Newobj;
                int popped = call.Parameters.Count + (call.HasThis && !isNew ? 1 : 0) + (instruction.OpCode.Code == Code.Calli ? 1 : 0);
                bool pushes = isNew || call.ReturnType.MetadataType != MetadataType.Void;
                return depth - popped + (pushes ? 1 : 0);
            default:
                return depth - Slots[instruction.OpCode.StackBehaviourPop] + Slots[instruction.OpCode.StackBehaviourPush];
        }
    }

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
