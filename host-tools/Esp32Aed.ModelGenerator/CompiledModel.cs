using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Esp32Aed.Detection;
using Esp32Aed.Sound;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Esp32Aed.ModelGenerator;

/// <summary>A model as code, compiled: its IL is what a board gets.</summary>
public sealed class CompiledModel
{
    /// <summary>IL that an assembly of nanoFramework can hold, with room for what else is in it, in bytes.</summary>
    public const int MostIlBytes = 60 * 1024;

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. new[] { typeof(object).Assembly.Location, Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll"), typeof(Classifier).Assembly.Location }
            .Select(path => MetadataReference.CreateFromFile(path))]);

    private CompiledModel(string source, byte[] image, int ilBytes) => (Source, Image, IlBytes) = (source, image, ilBytes);

    /// <summary>The code, in C#.</summary>
    public string Source { get; }

    /// <summary>The assembly, <see cref="ModelCode.AssemblyName"/>, for the desktop.</summary>
    public byte[] Image { get; }

    /// <summary>Bytes of IL of all methods.</summary>
    public int IlBytes { get; }

    /// <summary>Writes a model as code and compiles it.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="UserFaultException">It is too large for an assembly or a method of nanoFramework.</exception>
    public static CompiledModel Of(Model model)
    {
        var source = ModelCode.Write(model);
        var compilation = CSharpCompilation.Create(
            ModelCode.AssemblyName,
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp10))],
            References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true, concurrentBuild: false));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        if (!emitted.Success)
        {
            throw new InvalidOperationException(emitted.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToString());
        }

        var image = stream.ToArray();
        var bytes = CountIl(image);
        if (bytes > MostIlBytes)
        {
            throw new UserFaultException(
                FaultKind.Model,
                $"written as code the model takes {bytes} bytes of IL, and an assembly on the board holds {MostIlBytes}; leave it packed, or train one with a smaller --budget");
        }

        return new CompiledModel(source, image, bytes);
    }

    private static int CountIl(byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        var metadata = file.GetMetadataReader();
        return metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
            .Where(method => method.RelativeVirtualAddress != 0)
            .Sum(method => file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!.Length);
    }
}
