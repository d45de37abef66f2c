using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Esp32Aed.NanoFramework.Compiling;

/// <summary>What came out of compiling a firmware project.</summary>
/// <param name="Name">Name of the assembly.</param>
/// <param name="Diagnostics">Errors and warnings of the compiler.</param>
/// <param name="Image">The assembly as a portable executable; empty if there were errors.</param>
/// <param name="Projects">The referenced projects, compiled.</param>
public sealed record FirmwareAssembly(
    string Name,
    ImmutableArray<Diagnostic> Diagnostics,
    ImmutableArray<byte> Image,
    IReadOnlyList<FirmwareAssembly> Projects)
{
    /// <summary>The errors among the diagnostics, each as one line with file and line.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString())];
}
