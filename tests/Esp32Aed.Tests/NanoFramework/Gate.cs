using System.Collections.Immutable;
using Esp32Aed.NanoFramework.Compiling;
using Esp32Aed.NanoFramework.References;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Esp32Aed.Tests.NanoFramework;

/// <summary>The compiler of the gate, shared by its tests, and the ways in which they plant faults.</summary>
internal static class Gate
{
    private static readonly Lazy<MetadataReference[]> Desktop = new(() =>
        [.. new[] { "System.Private.CoreLib.dll", "System.Runtime.dll" }.Select(name =>
            MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name)))]);

    public static FirmwareCompiler Compiler { get; } = new(ReferenceAssemblies.OfRepository);

    /// <summary>Compiles a text against the core library of the board, or against the named libraries.</summary>
    public static ImmutableArray<byte> Compile(string source, params string[] references)
    {
        var assembly = Compiler.CompileSource(source, references.Length == 0 ? null : references, allowUnsafe: true);
        Assert.Empty(assembly.Errors);
        return assembly.Image;
    }

    /// <summary>Compiles a text against the desktop's library, for what the board's compiler refuses already.</summary>
    public static ImmutableArray<byte> CompileForDesktop(string source)
    {
        var compilation = CSharpCompilation.Create(
            "Desktop",
            [CSharpSyntaxTree.ParseText(source)],
            Desktop.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return [.. image.ToArray()];
    }
}
