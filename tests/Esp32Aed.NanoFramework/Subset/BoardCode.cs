using Mono.Cecil.Cil;

namespace Esp32Aed.NanoFramework.Subset;

/// <summary>
/// Where the operations of a method lie in the board's encoding of IL. It is the desktop's, except that the numbers of strings,
/// types, fields and methods and the long branches take 2 bytes for 4, and a switch counts its targets in 1 byte and takes 2 for each.
/// </summary>
public sealed class BoardCode
{
    private const int HandlerBytes = 12;
    private readonly Dictionary<Instruction, int> offsets = [];

    /// <summary>Lays out a method.</summary>
    public BoardCode(MethodBody body)
    {
        foreach (var instruction in body.Instructions)
        {
            offsets[instruction] = Length;
            Length += Size(instruction);
        }

        if (body.HasExceptionHandlers)
        {
            Length += (HandlerBytes * body.ExceptionHandlers.Count) + 1;
        }
    }

    /// <summary>Bytes of the method with its table of exception handlers.</summary>
    public int Length { get; }

    /// <summary>Distance in bytes from behind a branch or switch to a target of it.</summary>
    public int Distance(Instruction branch, Instruction target) => offsets[target] - offsets[branch] - Size(branch);

    private static int Size(Instruction instruction) => instruction.OpCode.OperandType switch
    {
        OperandType.InlineSwitch => instruction.OpCode.Size + 1 + (2 * ((Instruction[])instruction.Operand).Length),
        OperandType.InlineString or OperandType.InlineType or OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineBrTarget =>
            instruction.OpCode.Size + 2,
        _ => instruction.GetSize(),
    };
}
