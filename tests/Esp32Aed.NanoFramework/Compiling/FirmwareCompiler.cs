using System.Collections.Concurrent;
using System.Text;
using Esp32Aed.NanoFramework.References;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Esp32Aed.NanoFramework.Compiling;

/// <summary>
/// Compiles firmware as its own build would: C# 10, optimised, against exactly the libraries and projects that it references.
/// Safe to use from several threads; each project is compiled once.
/// </summary>
/// <param name="libraries">The libraries that may be referenced.</param>
public sealed class FirmwareCompiler(ReferenceAssemblies libraries)
{
    private readonly ConcurrentDictionary<string, Lazy<FirmwareAssembly>> compiled = new(StringComparer.Ordinal);

    /// <summary>Compiles a project.</summary>
    /// <param name="path">An <c>.nfproj</c> or a folder, see <see cref="FirmwareProject.Read"/>.</param>
    /// <exception cref="FirmwareProjectException">The project cannot be read, references an unknown library, or refers back to itself.</exception>
    public FirmwareAssembly Compile(string path) => Compile(Path.GetFullPath(path), []);

    /// <summary>Compiles one source text as a library of its own.</summary>
    /// <param name="source">The C# text.</param>
    /// <param name="references">Names of the libraries it references; <c>mscorlib</c> if none is named.</param>
    /// <param name="allowUnsafe">Whether it may use pointers.</param>
    public FirmwareAssembly CompileSource(string source, IReadOnlyList<string>? references = null, bool allowUnsafe = false)
    {
        var project = new FirmwareProject("Source", IsApplication: false, allowUnsafe, [], [], references ?? ["mscorlib"], []);
        return Compile(project, [Parse(SourceText.From(source, Encoding.UTF8), "Source.cs", project)], []);
    }

    private FirmwareAssembly Compile(string path, string[] dependants)
    {
        if (dependants.Contains(path, StringComparer.Ordinal))
        {
            throw new FirmwareProjectException($"{Path.GetFileName(path)}: refers back to itself through its project references");
        }

        return compiled.GetOrAdd(path, key => new Lazy<FirmwareAssembly>(() =>
        {
            var project = FirmwareProject.Read(key);
            var trees = project.Sources.Select(file =>
            {
                using var stream = File.OpenRead(file);
                return Parse(SourceText.From(stream, Encoding.UTF8), file, project);
            });
            return Compile(project, [.. trees], [.. project.Projects.Select(other => Compile(other, [.. dependants, key]))]);
        })).Value;
    }

    private FirmwareAssembly Compile(FirmwareProject project, IReadOnlyList<SyntaxTree> trees, IReadOnlyList<FirmwareAssembly> projects)
    {
        var references = project.References.Select(name => libraries.Names.Contains(name)
            ? libraries.Reference(name)
            : throw new FirmwareProjectException($"{project.Name}: references {name}, which has no list in tests/nanoframework-api"));
        var broken = projects.FirstOrDefault(other => other.Image.IsEmpty);
        if (broken is not null)
        {
            throw new FirmwareProjectException($"{project.Name}: references {broken.Name}, which does not compile: {broken.Errors[0]}");
        }

        var options = new CSharpCompilationOptions(
            project.IsApplication ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: project.AllowsUnsafe,
            deterministic: true);
        var compilation = CSharpCompilation.Create(
            project.Name, trees, [.. references, .. projects.Select(other => MetadataReference.CreateFromImage(other.Image))], options);

        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return new FirmwareAssembly(
            project.Name,
            [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)],
            result.Success ? [.. image.ToArray()] : [],
            projects);
    }

    private static SyntaxTree Parse(SourceText text, string path, FirmwareProject project) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp10, DocumentationMode.Parse, preprocessorSymbols: project.Symbols), path);
}
