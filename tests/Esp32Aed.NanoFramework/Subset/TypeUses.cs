using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.NanoFramework.Subset;

/// <summary>Lists the types that a definition uses. Attributes are left out: they are not run.</summary>
internal static class TypeUses
{
    /// <summary>Base class and interfaces.</summary>
    public static IEnumerable<TypeReference?> Of(TypeDefinition type) =>
        type.Interfaces.Select(implemented => implemented.InterfaceType).Prepend(type.BaseType);

    /// <summary>Signature, variables, handlers and operands of a method.</summary>
    public static IEnumerable<TypeReference?> Of(MethodDefinition method)
    {
        var signature = Signature(method);
        return method.HasBody
            ? signature
                .Concat(method.Body.Variables.Select(variable => variable.VariableType))
                .Concat(method.Body.ExceptionHandlers.Select(handler => handler.CatchType))
                .Concat(method.Body.Instructions.SelectMany(Operand))
            : signature;
    }

    private static IEnumerable<TypeReference?> Operand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => Signature(method).Append(method.DeclaringType).Concat(method.GenericArguments),
        MethodReference method => Signature(method).Append(method.DeclaringType),
        IMethodSignature signature => Signature(signature),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(IMethodSignature method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);
}
