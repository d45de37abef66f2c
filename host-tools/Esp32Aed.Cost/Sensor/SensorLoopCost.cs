using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.Cost.Sensor;

/// <summary>
/// What the sensor's loop adds to the chain for each hop of sound: reading the microphone, watching clock and load, and looking whether the interval is over.
/// Its methods have no loops of their own, so every operation of theirs, counted once for each call, is the most that a hop can take.
/// </summary>
public static class SensorLoopCost
{
    private const string Firmware = "Esp32Aed.Sensor";
    private const string LoopType = "CountingSensor";
    private const string LoopMethod = "ListenAllTheTime";

    // Once an interval, once a burst or at a gap, not once a hop; and the chain, which is counted by running it.
    private static readonly HashSet<string> NotEachHop = ["CountingSensor::DecideOpenEvents", "CountingSensor::CloseInterval", "I2sMicrophone::CatchUp"];

    /// <summary>The most IL operations in a hop.</summary>
    /// <param name="sensor">The sensor's assembly.</param>
    /// <exception cref="InvalidOperationException">The loop is not where it is looked for, or a method that each hop calls has a loop.</exception>
    public static int OperationsPerHop(byte[] sensor)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(sensor));
        var loop = assembly.MainModule.Types.SelectMany(type => type.Methods).SingleOrDefault(method => method.DeclaringType.Name == LoopType && method.Name == LoopMethod)
            ?? throw new InvalidOperationException($"the sensor has no {LoopType}.{LoopMethod}");
        var back = loop.Body.Instructions.Where(IsBackward).ToList();
        var begin = back.Count == 0 ? throw new InvalidOperationException($"{LoopType}.{LoopMethod} has no loop") : back.Min(i => ((Instruction)i.Operand).Offset);
        return CountOf(loop.Body.Instructions.Where(i => i.Offset >= begin && i.Offset <= back.Max(b => b.Offset)), assembly.MainModule);
    }

    private static bool IsBackward(Instruction instruction) => instruction.Operand is Instruction target && target.Offset < instruction.Offset;

    private static int CountOf(IEnumerable<Instruction> instructions, ModuleDefinition sensor)
    {
        var operations = 0;
        foreach (var instruction in instructions)
        {
            operations++;
            if (instruction.OpCode.FlowControl == FlowControl.Call && instruction.Operand is MethodReference called && OwnMethod(called, sensor) is { } own)
            {
                operations += own.Body.Instructions.Any(IsBackward)
                    ? throw new InvalidOperationException($"{own.FullName} has a loop; what it takes can't be counted so")
                    : CountOf(own.Body.Instructions, sensor);
            }
        }

        return operations;
    }

    private static MethodDefinition? OwnMethod(MethodReference called, ModuleDefinition sensor) =>
        called.DeclaringType.Scope == sensor && called.DeclaringType.Namespace == Firmware && !NotEachHop.Contains($"{called.DeclaringType.Name}::{called.Name}") ? called.Resolve() : null;
}
