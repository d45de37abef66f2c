using Esp32Aed.NanoFramework.Lists;
using Microsoft.CodeAnalysis;

namespace Esp32Aed.NanoFramework.References;

/// <summary>
/// Reference assemblies of the nanoFramework libraries, made from their API lists. The one named <c>mscorlib</c> is a core
/// library of its own, so sources compile against these and nothing of the desktop.
/// </summary>
public sealed class ReferenceAssemblies
{
    private static readonly Lazy<ReferenceAssemblies> Shared = new(() => FromLists(ApiListReader.ReadAll()));
    private readonly Dictionary<string, byte[]> images;
    private readonly Dictionary<string, MetadataReference> references;

    private ReferenceAssemblies(Dictionary<string, byte[]> images)
    {
        this.images = images;
        references = images.ToDictionary(
            image => image.Key,
            image => (MetadataReference)MetadataReference.CreateFromImage(image.Value, filePath: image.Key + ".dll"),
            StringComparer.Ordinal);
    }

    /// <summary>Those of the repository's lists, made once in a process.</summary>
    public static ReferenceAssemblies OfRepository => Shared.Value;

    /// <summary>Names of all libraries that have a list.</summary>
    public IReadOnlyCollection<string> Names => images.Keys;

    /// <summary>Makes reference assemblies from lists.</summary>
    /// <exception cref="InvalidDataException">A list uses a type or a library that no list has.</exception>
    public static ReferenceAssemblies FromLists(IEnumerable<ApiList> lists)
    {
        var byName = lists.Select(BeyondTheLists.Complete).ToDictionary(list => list.Name, StringComparer.Ordinal);
        var directory = new TypeDirectory(byName.Values);
        return new ReferenceAssemblies(byName.ToDictionary(
            list => list.Key,
            list => new ReferenceAssemblyWriter(list.Value, byName, directory).Write(),
            StringComparer.Ordinal));
    }

    /// <summary>The portable executable of a library.</summary>
    public byte[] Image(string name) => images[name];

    /// <summary>A library as the compiler takes it.</summary>
    public MetadataReference Reference(string name) => references[name];
}
