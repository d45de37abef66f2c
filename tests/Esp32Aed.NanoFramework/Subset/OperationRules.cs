using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.NanoFramework.Subset;

/// <summary>Judges single IL operations.</summary>
internal static class OperationRules
{
    // Listed by the interpreter, each of them ends in an exception.
    private static readonly HashSet<Code> Unsupported =
    [
        Code.Arglist, Code.Calli, Code.Ckfinite, Code.Cpblk, Code.Initblk, Code.Jmp,
        Code.Mkrefany, Code.Refanytype, Code.Refanyval, Code.Readonly, Code.No,
    ];

    private static readonly HashSet<Code> FloatingPoint =
    [
        Code.Ldc_R4, Code.Ldc_R8, Code.Conv_R4, Code.Conv_R8, Code.Conv_R_Un, Code.Ldelem_R4, Code.Ldelem_R8,
        Code.Stelem_R4, Code.Stelem_R8, Code.Ldind_R4, Code.Ldind_R8, Code.Stind_R4, Code.Stind_R8,
    ];

    /// <summary>The rule that an operation breaks by itself, whatever its operand's types are; null if none.</summary>
    public static SubsetRule? Judge(Instruction instruction)
    {
        var code = instruction.OpCode.Code;
        if (instruction.OpCode.Name.Contains(".ovf", StringComparison.Ordinal))
        {
            return SubsetRule.CheckedArithmetic;
        }

        if (Unsupported.Contains(code))
        {
            return SubsetRule.UnsupportedOperation;
        }

        if (FloatingPoint.Contains(code))
        {
            return SubsetRule.FloatingPoint;
        }

        return code switch
        {
            Code.Localloc => SubsetRule.StackAllocation,
            Code.Switch when ((Instruction[])instruction.Operand).Length > SubsetChecker.ByteLimit => SubsetRule.SwitchTargets,
            Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn when instruction.Operand is GenericInstanceMethod => SubsetRule.Generics,
            _ => null,
        };
    }
}
