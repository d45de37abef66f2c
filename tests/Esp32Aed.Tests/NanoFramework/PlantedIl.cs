using System.Collections.Immutable;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.Tests.NanoFramework;

/// <summary>Assemblies whose IL is written out, for limits that no source text meets to the byte.</summary>
internal static class PlantedIl
{
    /// <summary>An assembly of one class with one static method <c>void Planted()</c> of the given body.</summary>
    public static ImmutableArray<byte> Method(Action<MethodDefinition, ILProcessor> write) => Class((type, module) =>
    {
        var method = NewMethod("Planted", module, MethodAttributes.Static);
        type.Methods.Add(method);
        method.Body.GetILProcessor().Clear();
        write(method, method.Body.GetILProcessor());
    });

    /// <summary>An assembly of one class.</summary>
    public static ImmutableArray<byte> Class(Action<TypeDefinition, ModuleDefinition> write)
    {
        using var module = ModuleDefinition.CreateModule("Planted", ModuleKind.Dll);
        var type = new TypeDefinition("", "Class", TypeAttributes.Public, module.TypeSystem.Object);
        module.Types.Add(type);
        write(type, module);
        using var image = new MemoryStream();
        module.Write(image);
        return [.. image.ToArray()];
    }

    /// <summary>A method that returns at once.</summary>
    public static MethodDefinition NewMethod(string name, ModuleDefinition module, MethodAttributes attributes)
    {
        var method = new MethodDefinition(name, MethodAttributes.Public | attributes, module.TypeSystem.Void);
        method.Body.GetILProcessor().Emit(OpCodes.Ret);
        return method;
    }

    /// <summary>Writes an operation many times.</summary>
    public static void Repeat(this ILProcessor il, OpCode operation, int count)
    {
        for (int i = 0; i < count; i++)
        {
            il.Emit(operation);
        }
    }
}
