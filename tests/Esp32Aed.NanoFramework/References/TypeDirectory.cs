using Esp32Aed.NanoFramework.Lists;

namespace Esp32Aed.NanoFramework.References;

/// <summary>Finds every listed type and the assembly it lives in by its full name.</summary>
internal sealed class TypeDirectory
{
    private readonly Dictionary<string, (string Assembly, ApiType Type)> types = new(StringComparer.Ordinal);

    /// <summary>Enters the types of all lists.</summary>
    /// <exception cref="InvalidDataException">Two lists have a type of the same name.</exception>
    public TypeDirectory(IEnumerable<ApiList> lists)
    {
        foreach (var list in lists)
        {
            foreach (var type in list.Types)
            {
                if (!types.TryAdd(type.FullName, (list.Name, type)))
                {
                    throw new InvalidDataException($"type {type.FullName} is in the lists of {types[type.FullName].Assembly} and {list.Name}");
                }
            }
        }
    }

    /// <summary>The type of that name with its assembly.</summary>
    /// <exception cref="InvalidDataException">No list has it.</exception>
    public (string Assembly, ApiType Type) Find(string fullName) =>
        types.TryGetValue(fullName, out var found) ? found : throw new InvalidDataException($"no API list has the type {fullName}");

    /// <summary>Splits a full name into enclosing type (null at the top level), namespace (empty for a nested type) and name.</summary>
    public (string? Enclosing, string Namespace, string Name) Split(string fullName)
    {
        int dot = fullName.LastIndexOf('.');
        string prefix = fullName[..Math.Max(dot, 0)];
        string name = fullName[(dot + 1)..];
        return types.ContainsKey(prefix) ? (prefix, "", name) : (null, prefix, name);
    }
}
