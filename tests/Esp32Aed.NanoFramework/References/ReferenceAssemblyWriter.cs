using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Esp32Aed.NanoFramework.Lists;

namespace Esp32Aed.NanoFramework.References;

/// <summary>Writes one API list as a reference assembly: all that the compiler needs of a library, and no code.</summary>
internal sealed class ReferenceAssemblyWriter
{
    private readonly MetadataBuilder metadata = new();
    private readonly TypeDirectory directory;
    private readonly ApiList list;
    private readonly TypeEncoder types;
    private readonly MemberWriter members;

    /// <param name="list">The list to write.</param>
    /// <param name="lists">All lists by name.</param>
    /// <param name="directory">All their types.</param>
    public ReferenceAssemblyWriter(ApiList list, IReadOnlyDictionary<string, ApiList> lists, TypeDirectory directory)
    {
        this.list = list;
        this.directory = directory;
        types = new TypeEncoder(list, lists, directory, metadata);
        members = new MemberWriter(metadata, types, directory);
    }

    /// <summary>The assembly as a portable executable.</summary>
    public byte[] Write()
    {
        var name = metadata.GetOrAddString(list.Name);
        metadata.AddModule(0, metadata.GetOrAddString(list.Name + ".dll"), metadata.GetOrAddGuid(Guid.Empty), default, default);
        metadata.AddAssembly(name, list.Version, default, default, default, AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        foreach (var type in list.Types)
        {
            WriteType(type);
        }

        var executable = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), ilStream: new BlobBuilder()).Serialize(executable);
        return executable.ToArray();
    }

    private void WriteType(ApiType type)
    {
        var (enclosing, space, name) = directory.Split(type.FullName);
        var (baseType, interfaces) = Bases(type);
        var handle = metadata.AddTypeDefinition(
            Attributes(type, enclosing is not null),
            metadata.GetOrAddString(space),
            metadata.GetOrAddString(name),
            baseType is null ? default : types.Handle(baseType),
            MetadataTokens.FieldDefinitionHandle(metadata.GetRowCount(TableIndex.Field) + 1),
            MetadataTokens.MethodDefinitionHandle(metadata.GetRowCount(TableIndex.MethodDef) + 1));

        if (enclosing is not null)
        {
            metadata.AddNestedType(handle, (TypeDefinitionHandle)types.Handle(enclosing));
        }

        foreach (var implemented in interfaces.Select(types.Handle).OrderBy(CodedIndex.TypeDefOrRefOrSpec))
        {
            metadata.AddInterfaceImplementation(handle, implemented);
        }

        var genericParameters = GenericParameters(type);
        for (int i = 0; i < genericParameters.Count; i++)
        {
            metadata.AddGenericParameter(handle, default, metadata.GetOrAddString(genericParameters[i]), i);
        }

        WriteAttributes(type, handle);
        members.Write(type, handle, genericParameters);
    }

    private (string? BaseType, IReadOnlyList<string> Interfaces) Bases(ApiType type)
    {
        switch (type.Kind)
        {
            case ApiTypeKind.Interface:
                return (null, type.Bases);
            case ApiTypeKind.Struct:
                return ("System.ValueType", type.Bases);
            case ApiTypeKind.Enum:
                return ("System.Enum", []);
            case ApiTypeKind.Delegate:
                return ("System.MulticastDelegate", []);
            default:
                bool hasBase = type.Bases.Count > 0 && directory.Find(type.Bases[0]).Type.Kind == ApiTypeKind.Class;
                string? implied = type.FullName == "System.Object" ? null : "System.Object";
                return hasBase ? (type.Bases[0], [.. type.Bases.Skip(1)]) : (implied, type.Bases);
        }
    }

    private static TypeAttributes Attributes(ApiType type, bool isNested)
    {
        var attributes = isNested ? TypeAttributes.NestedPublic : TypeAttributes.Public;
        if (type == BeyondTheLists.StackOnlyAttribute)
        {
            attributes = TypeAttributes.NotPublic;
        }

        bool isStatic = type.Modifiers.Contains("static");
        if (isStatic || type.Modifiers.Contains("abstract") || type.Kind == ApiTypeKind.Interface)
        {
            attributes |= TypeAttributes.Abstract;
        }

        if (isStatic || type.Modifiers.Contains("sealed") || type.Kind is ApiTypeKind.Struct or ApiTypeKind.Enum or ApiTypeKind.Delegate)
        {
            attributes |= TypeAttributes.Sealed;
        }

        return attributes | type.Kind switch
        {
            ApiTypeKind.Interface => TypeAttributes.Interface,
            ApiTypeKind.Struct => TypeAttributes.SequentialLayout | TypeAttributes.BeforeFieldInit,
            _ => TypeAttributes.Class,
        };
    }

    // The lists give generic parameters by their short names in the signature of Invoke: only delegates are generic.
    private static List<string> GenericParameters(ApiType type)
    {
        var invoke = type.Methods.FirstOrDefault(method => method.Name == "Invoke");
        return type.FullName.Contains('`', StringComparison.Ordinal) && invoke is not null
            ? [.. invoke.Parameters.Select(p => p.Type).Append(invoke.ReturnType).Where(name => !name.Contains('.', StringComparison.Ordinal)).Distinct()]
            : [];
    }

    private void WriteAttributes(ApiType type, TypeDefinitionHandle handle)
    {
        if (type.Indexers.Count > 0)
        {
            var value = new BlobBuilder();
            new BlobEncoder(value).CustomAttributeSignature(
                fixedArguments => fixedArguments.AddArgument().Scalar().Constant(type.Indexers[0]),
                named => named.Count(0));
            metadata.AddCustomAttribute(
                handle, types.AttributeConstructor("System.Reflection.DefaultMemberAttribute", "System.String"), metadata.GetOrAddBlob(value));
        }

        if (BeyondTheLists.IsStackOnly(type))
        {
            metadata.AddCustomAttribute(
                handle, types.AttributeConstructor(BeyondTheLists.StackOnlyAttribute.FullName), MemberWriter.NoArguments(metadata));
        }

        if (BeyondTheLists.IsRepeatable(type))
        {
            var value = new BlobBuilder();
            new BlobEncoder(value).CustomAttributeSignature(
                fixedArguments => fixedArguments.AddArgument().Scalar().Constant((int)AttributeTargets.All),
                named => named.Count(1).AddArgument(
                    isField: false,
                    argument => argument.ScalarType().Boolean(),
                    argumentName => argumentName.Name("AllowMultiple"),
                    literal => literal.Scalar().Constant(true)));
            metadata.AddCustomAttribute(
                handle, types.AttributeConstructor("System.AttributeUsageAttribute", "System.AttributeTargets"), metadata.GetOrAddBlob(value));
        }
    }
}
