using Esp32Aed.Cost.Counting;
using Esp32Aed.Tests.NanoFramework;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.Tests.Cost;

/// <summary>Static methods whose IL is written out, counted while they run.</summary>
internal sealed class CountedMethods : IDisposable
{
    private readonly CountedAssemblies counted;

    private CountedMethods(CountedAssemblies counted) => this.counted = counted;

    /// <summary>Methods <c>int Name(int)</c> of one class, in the order given; each may call the earlier ones.</summary>
    public static CountedMethods Of(params (string Name, Action<MethodDefinition, ILProcessor, TypeDefinition> Write)[] methods)
    {
        using var module = ModuleDefinition.CreateModule("Written", ModuleKind.Dll);
        var type = new TypeDefinition("", "Class", TypeAttributes.Public, module.TypeSystem.Object);
        module.Types.Add(type);
        foreach (var (name, write) in methods)
        {
            var method = new MethodDefinition(name, MethodAttributes.Public | MethodAttributes.Static, module.TypeSystem.Int32);
            method.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
            method.Body.InitLocals = true;
            type.Methods.Add(method);
            write(method, method.Body.GetILProcessor(), type);
        }

        using var image = new MemoryStream();
        module.Write(image);
        return new CountedMethods(CountedAssemblies.Load(image.ToArray()));
    }

    /// <summary>Methods of a class <c>Class</c> in C#.</summary>
    public static CountedMethods OfSource(string source) => new(CountedAssemblies.Load([.. Gate.CompileForDesktop(source)]));

    /// <summary>Runs a method; gives its result and what was counted meanwhile.</summary>
    public (int Result, long Operations, double Cost) Run(string name, int argument)
    {
        var assembly = counted.Methods[0].Assembly;
        var method = counted.Type(assembly, "Class").GetMethod(name)!.CreateDelegate<Func<int, int>>();
        counted.Clear();
        var result = method(argument);
        var counts = counted.Count();
        return (result, counts.Sum(count => count.Operations), counts.Sum(count => count.Cost));
    }

    public void Dispose() => counted.Dispose();
}
