using Esp32Aed.Cost.Prices;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.Cost.Counting;

/// <summary>Puts a call of <see cref="Counters.Run"/> at the start of each block of an assembly, and notes what the block holds.</summary>
/// <param name="prices">Cost of the operations.</param>
internal sealed class Instrumenter(PriceList prices)
{
    private static readonly System.Reflection.MethodInfo Run = typeof(Counters).GetMethod(nameof(Counters.Run))!;
    private static readonly System.Reflection.MethodInfo Elements = typeof(Counters).GetMethod(nameof(Counters.Elements))!;

    private readonly List<CodeBlock> blocks = [];
    private readonly List<CountedMethod> methods = [];

    /// <summary>The blocks of all assemblies; a block's index is its counter.</summary>
    public IReadOnlyList<CodeBlock> Blocks => blocks;

    /// <summary>All methods that have code.</summary>
    public IReadOnlyList<CountedMethod> Methods => methods;

    /// <summary>Instruments all methods of a module in place.</summary>
    public void Instrument(ModuleDefinition module)
    {
        var run = module.ImportReference(Run);
        var elements = module.ImportReference(Elements);
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            var known = new CountedMethod(
                module.Assembly.Name.Name, method.DeclaringType.Name, method.DeclaringType.BaseType?.Name, method.Name, method.Body.CodeSize);
            methods.Add(known);
            Instrument(method.Body, known, run, elements);
        }
    }

    private void Instrument(MethodBody body, CountedMethod method, MethodReference run, MethodReference elements)
    {
        var starts = BlockStarts.Of(body);
        var kinds = StackKinds.Of(body);
        var original = body.Instructions.ToArray();
        var priced = Array.ConvertAll(original, instruction => prices.Of(instruction, kinds.GetValueOrDefault(instruction)));

        var entries = new Dictionary<Instruction, Instruction>();
        body.Instructions.Clear();
        for (int at = 0, end; at < original.Length; at = end)
        {
            for (end = at + 1; end < original.Length && !starts.Contains(original[end]); end++)
            {
            }

            var block = blocks.Count;
            blocks.Add(new CodeBlock(
                method, end - at, priced[at..end].Sum(price => price.Cost), priced[at..end].Count(price => price.Source == PriceSource.Unknown)));
            var entry = Instruction.Create(OpCodes.Ldc_I4, block);
            entries.Add(original[at], entry);
            body.Instructions.Add(entry);
            body.Instructions.Add(Instruction.Create(OpCodes.Call, run));
            foreach (var instruction in original[at..end])
            {
                if (PriceList.HandlesElements(instruction))
                {
                    body.Instructions.Add(Instruction.Create(OpCodes.Dup));
                    body.Instructions.Add(Instruction.Create(OpCodes.Ldc_I4, block));
                    body.Instructions.Add(Instruction.Create(OpCodes.Call, elements));
                }

                body.Instructions.Add(instruction);
            }
        }

        Redirect(body, original, entries);
    }

    /// <summary>What led to a block leads to its counter now; branches get room for the distance.</summary>
    private static void Redirect(MethodBody body, Instruction[] original, Dictionary<Instruction, Instruction> entries)
    {
        foreach (var instruction in original)
        {
            if (instruction.Operand is Instruction target)
            {
                instruction.Operand = entries[target];
                instruction.OpCode = Long(instruction.OpCode);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                instruction.Operand = Array.ConvertAll(targets, t => entries[t]);
            }
        }

        foreach (var region in body.ExceptionHandlers)
        {
            region.TryStart = Entry(region.TryStart);
            region.TryEnd = Entry(region.TryEnd);
            region.HandlerStart = Entry(region.HandlerStart);
            region.HandlerEnd = Entry(region.HandlerEnd);
            region.FilterStart = Entry(region.FilterStart);
        }

        Instruction? Entry(Instruction? edge) => edge is null ? null : entries[edge];
    }

    private static OpCode Long(OpCode branch) => branch.Code switch
    {
        Code.Br_S => OpCodes.Br,
        Code.Brfalse_S => OpCodes.Brfalse,
        Code.Brtrue_S => OpCodes.Brtrue,
        Code.Beq_S => OpCodes.Beq,
        Code.Bge_S => OpCodes.Bge,
        Code.Bgt_S => OpCodes.Bgt,
        Code.Ble_S => OpCodes.Ble,
        Code.Blt_S => OpCodes.Blt,
        Code.Bne_Un_S => OpCodes.Bne_Un,
        Code.Bge_Un_S => OpCodes.Bge_Un,
        Code.Bgt_Un_S => OpCodes.Bgt_Un,
        Code.Ble_Un_S => OpCodes.Ble_Un,
        Code.Blt_Un_S => OpCodes.Blt_Un,
        Code.Leave_S => OpCodes.Leave,
        _ => branch,
    };
}
