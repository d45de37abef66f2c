using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.NanoFramework.Subset;

/// <summary>
/// Finds signed operations on values that the interpreter takes for unsigned ones.
/// <para>
/// IL has one type for <c>int</c> and <c>uint</c> on the evaluation stack, and one for <c>long</c> and <c>ulong</c>; the operation says
/// how to read it. The interpreter (seen in CLR 1.17) keeps the type a value came from beside it instead, and three operations go by that
/// tag of their left or only operand: <c>shr</c>, <c>rem</c> and the widening conversions. Arithmetic hands on the tag of its left operand.
/// C# emits no operation for the cast in <c>(int)u >> 4</c>, and <c>conv.u8</c> for the ones in <c>(long)u</c> and
/// <c>0x80000000L</c>, so these values stay unsigned; negative ones are then shifted, divided and widened wrongly, where the desktop is right.
/// </para>
/// <para>
/// The tag passes through arguments, return values and references too (a store through a reference even retags the variable for good), so
/// a tagged value that leaves as a signed one is a finding by itself. The tag ends in <c>conv.i1</c>, <c>conv.i2</c>, <c>conv.i4</c>,
/// in a field, an array element or a box, and in a local variable, provided that the compiler has not done away with the variable.
/// </para>
/// </summary>
internal static class UnsignedTags
{
    /// <summary>One text for each finding, with the offset and name of the operation.</summary>
    public static IEnumerable<string> Of(MethodBody body, StackTypes types) =>
        from instruction in body.Instructions
        let stack = types.Before(instruction)
        where stack is not null
        from found in Judge(instruction, stack, body.Method.ReturnType)
        select $"IL_{instruction.Offset:X4} {instruction.OpCode.Name}: {found}";

    private static IEnumerable<string> Judge(Instruction instruction, TypeReference?[] stack, TypeReference returned)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Shr or Code.Rem when StackTypes.IsUnsigned(stack[^2]):
                return ["left operand is tagged unsigned"];
            case Code.Conv_I8 when StackTypes.Primitive(stack[^1]) == MetadataType.UInt32:
            case Code.Conv_R4 or Code.Conv_R8 when StackTypes.IsUnsigned(stack[^1]):
                return ["operand is tagged unsigned"];
            case Code.Stind_I4 or Code.Stind_I8 when IsSigned((stack[^2] as TypeSpecification)?.ElementType) && StackTypes.IsUnsigned(stack[^1]):
                return ["value for a signed reference is tagged unsigned"];
            case Code.Ret when IsSigned(returned) && StackTypes.IsUnsigned(stack[^1]):
                return ["signed return value is tagged unsigned"];
            case Code.Call or Code.Callvirt or Code.Newobj:
                var call = (MethodReference)instruction.Operand;
                return call.Parameters
                    .Where(parameter => IsSigned(parameter.ParameterType) && StackTypes.IsUnsigned(stack[^(call.Parameters.Count - parameter.Index)]))
                    .Select(parameter => $"signed argument {parameter.Index + 1} of {call.Name} is tagged unsigned");
            default:
                return [];
        }
    }

    private static bool IsSigned(TypeReference? type) => StackTypes.Primitive(type) is MetadataType.Int32 or MetadataType.Int64;
}
