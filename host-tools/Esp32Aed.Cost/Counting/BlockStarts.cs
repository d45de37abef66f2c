using Mono.Cecil.Cil;

namespace Esp32Aed.Cost.Counting;

/// <summary>
/// Cuts a method into blocks: one starts at every target of a branch, at the edges of exception regions, and after every operation that
/// branches, calls or could throw. So a block that was entered has run whole, also when an exception ends it.
/// </summary>
internal static class BlockStarts
{
    public static HashSet<Instruction> Of(MethodBody body)
    {
        var starts = new HashSet<Instruction>();
        if (body.Instructions.Count > 0)
        {
            starts.Add(body.Instructions[0]);
        }

        foreach (var instruction in body.Instructions)
        {
            starts.UnionWith(Targets(instruction));
            if (instruction.Next is { } next && EndsBlock(instruction))
            {
                starts.Add(next);
            }
        }

        foreach (var region in body.ExceptionHandlers)
        {
            Instruction?[] edges = [region.TryStart, region.TryEnd, region.HandlerStart, region.HandlerEnd, region.FilterStart];
            starts.UnionWith(edges.OfType<Instruction>());
        }

        return starts;
    }

    /// <summary>Where an instruction may branch to.</summary>
    public static IEnumerable<Instruction> Targets(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => [target],
        Instruction[] targets => targets,
        _ => [],
    };

    private static bool EndsBlock(Instruction instruction) => instruction.OpCode.FlowControl switch
    {
        FlowControl.Next => MayThrow(instruction.OpCode.Code),
        FlowControl.Meta => false, // a prefix belongs to what follows
        _ => true,
    };

    private static bool MayThrow(Code code) => code switch
    {
        Code.Nop or Code.Dup or Code.Pop or Code.Ldnull => false,
        >= Code.Ldarg_0 and <= Code.Stloc_3 => false,
        >= Code.Ldarg_S and <= Code.Stloc_S => false,
        >= Code.Ldarg and <= Code.Stloc => false,
        >= Code.Ldc_I4_M1 and <= Code.Ldc_R8 => false,
        Code.Add or Code.Sub or Code.Mul => false,
        >= Code.And and <= Code.Shr_Un => false,
        Code.Neg or Code.Not => false,
        >= Code.Conv_I1 and <= Code.Conv_U8 => false,
        Code.Conv_U2 or Code.Conv_U1 or Code.Conv_I or Code.Conv_U or Code.Conv_R_Un => false,
        >= Code.Ceq and <= Code.Clt_Un => false,
        _ => true,
    };
}
