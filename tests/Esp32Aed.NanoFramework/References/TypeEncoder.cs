using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Esp32Aed.NanoFramework.Lists;

namespace Esp32Aed.NanoFramework.References;

/// <summary>Writes the types that a list names into the signatures and tables of one reference assembly.</summary>
internal sealed class TypeEncoder
{
    private readonly ApiList list;
    private readonly TypeDirectory directory;
    private readonly MetadataBuilder metadata;
    private readonly Dictionary<string, EntityHandle> handles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AssemblyReferenceHandle> assemblies = new(StringComparer.Ordinal);

    /// <param name="list">The list of the assembly that is written.</param>
    /// <param name="lists">All lists, for the versions of referenced assemblies.</param>
    /// <param name="directory">Where the types of other assemblies are found.</param>
    /// <param name="metadata">What is written to.</param>
    public TypeEncoder(ApiList list, IReadOnlyDictionary<string, ApiList> lists, TypeDirectory directory, MetadataBuilder metadata)
    {
        this.list = list;
        this.directory = directory;
        this.metadata = metadata;
        for (int i = 0; i < list.Types.Count; i++)
        {
            // Row 1 of the table is the module itself.
            handles[list.Types[i].FullName] = MetadataTokens.TypeDefinitionHandle(i + 2);
        }

        foreach (string name in list.References)
        {
            var version = lists.TryGetValue(name, out var other)
                ? other.Version
                : throw new InvalidDataException($"{list.Name} references {name}, which has no API list");
            assemblies[name] = metadata.AddAssemblyReference(metadata.GetOrAddString(name), version, default, default, default, default);
        }
    }

    /// <summary>Handle of a type of this or of a referenced assembly.</summary>
    public EntityHandle Handle(string fullName)
    {
        if (handles.TryGetValue(fullName, out var known))
        {
            return known;
        }

        string assembly = directory.Find(fullName).Assembly;
        if (!assemblies.TryGetValue(assembly, out var assemblyHandle))
        {
            throw new InvalidDataException($"{list.Name} uses {fullName} but does not reference {assembly}");
        }

        var (enclosing, space, name) = directory.Split(fullName);
        EntityHandle scope = enclosing is null ? assemblyHandle : Handle(enclosing);
        return handles[fullName] = metadata.AddTypeReference(scope, metadata.GetOrAddString(space), metadata.GetOrAddString(name));
    }

    /// <summary>Constructor of an attribute that takes these parameters.</summary>
    public EntityHandle AttributeConstructor(string attribute, params string[] parameterTypes)
    {
        var signature = Method(new ApiMethod(
            ".ctor",
            [.. parameterTypes.Select(type => new ApiParameter("value", type, IsOut: false, Default: null))],
            "System.Void",
            new HashSet<string>(StringComparer.Ordinal)), []);
        return metadata.AddMemberReference(Handle(attribute), metadata.GetOrAddString(".ctor"), signature);
    }

    /// <summary>Signature of a field.</summary>
    public BlobHandle Field(string type, IReadOnlyList<string> genericParameters)
    {
        var blob = new BlobBuilder();
        Encode(new BlobEncoder(blob).Field().Type(), type, genericParameters);
        return metadata.GetOrAddBlob(blob);
    }

    /// <summary>Signature of a method.</summary>
    public BlobHandle Method(ApiMethod method, IReadOnlyList<string> genericParameters)
    {
        var blob = new BlobBuilder();
        new BlobEncoder(blob).MethodSignature(isInstanceMethod: !method.Modifiers.Contains("static"))
            .Parameters(method.Parameters.Count, out var returns, out var parameters);
        EncodeReturn(returns, method.ReturnType, genericParameters);
        EncodeParameters(parameters, method.Parameters, genericParameters);
        return metadata.GetOrAddBlob(blob);
    }

    /// <summary>Signature of a property, indexed if it has parameters.</summary>
    public BlobHandle Property(bool isStatic, string type, IReadOnlyList<ApiParameter> indices)
    {
        var blob = new BlobBuilder();
        new BlobEncoder(blob).PropertySignature(isInstanceProperty: !isStatic)
            .Parameters(indices.Count, out var returns, out var parameters);
        EncodeReturn(returns, type, []);
        EncodeParameters(parameters, indices, []);
        return metadata.GetOrAddBlob(blob);
    }

    private void EncodeParameters(ParametersEncoder encoder, IReadOnlyList<ApiParameter> parameters, IReadOnlyList<string> genericParameters)
    {
        foreach (var parameter in parameters)
        {
            bool byReference = parameter.Type.EndsWith('@');
            Encode(encoder.AddParameter().Type(byReference), parameter.Type.TrimEnd('@'), genericParameters);
        }
    }

    private void EncodeReturn(ReturnTypeEncoder encoder, string type, IReadOnlyList<string> genericParameters)
    {
        if (type == "System.Void")
        {
            encoder.Void();
        }
        else
        {
            Encode(encoder.Type(type.EndsWith('@')), type.TrimEnd('@'), genericParameters);
        }
    }

    private void Encode(SignatureTypeEncoder encoder, string type, IReadOnlyList<string> genericParameters)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            Encode(encoder.SZArray(), type[..^2], genericParameters);
        }
        else if (type == "System.Object")
        {
            encoder.Object();
        }
        else if (type == "System.TypedReference")
        {
            encoder.TypedReference();
        }
        else if (Primitives.TryGetValue(type, out var primitive))
        {
            encoder.PrimitiveType(primitive);
        }
        else if (genericParameters.ToList().IndexOf(type) is var index and >= 0)
        {
            encoder.GenericTypeParameter(index);
        }
        else
        {
            var kind = directory.Find(type).Type.Kind;
            encoder.Type(Handle(type), isValueType: kind is ApiTypeKind.Struct or ApiTypeKind.Enum);
        }
    }

    /// <summary>Types that signatures have a code of their own for.</summary>
    public static IReadOnlyDictionary<string, PrimitiveTypeCode> Primitives { get; } =
        Enum.GetValues<PrimitiveTypeCode>()
            .Where(code => code is not (PrimitiveTypeCode.Void or PrimitiveTypeCode.TypedReference or PrimitiveTypeCode.Object))
            .ToDictionary(code => $"System.{code}", StringComparer.Ordinal);
}
