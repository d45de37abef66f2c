using Mono.Cecil;

namespace Esp32Aed.NanoFramework.Subset;

/// <summary>Judges the types that signatures, variables and operations name.</summary>
internal static class TypeRules
{
    private static readonly Dictionary<string, SubsetRule> Named = new(StringComparer.Ordinal)
    {
        ["System.Nullable"] = SubsetRule.Nullable,
        ["System.Tuple"] = SubsetRule.Tuple,
        ["System.ValueTuple"] = SubsetRule.Tuple,
        ["System.Span"] = SubsetRule.Span,
        ["System.ReadOnlySpan"] = SubsetRule.Span,
        ["System.Memory"] = SubsetRule.Span,
        ["System.ReadOnlyMemory"] = SubsetRule.Span,
        ["System.Decimal"] = SubsetRule.Decimal,
        ["System.Single"] = SubsetRule.FloatingPoint,
        ["System.Double"] = SubsetRule.FloatingPoint,
    };

    /// <summary>The rules that a use of a type breaks, each with the part of the type that breaks it.</summary>
    public static IEnumerable<(SubsetRule Rule, string Detail)> Judge(TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                return [];
            case GenericInstanceType generic:
                return generic.GenericArguments.SelectMany(Judge).Prepend((NamedRule(generic.ElementType) ?? SubsetRule.Generics, generic.FullName));
            case ArrayType { IsVector: false } array:
                return Judge(array.ElementType).Prepend((SubsetRule.MultiDimensionalArray, array.FullName));
            case PointerType or PinnedType:
                return Judge(((TypeSpecification)type).ElementType).Prepend((SubsetRule.Pointer, type.FullName));
            case FunctionPointerType:
                return [(SubsetRule.Pointer, type.FullName)];
            case TypeSpecification specification:
                return Judge(specification.ElementType);
            default:
                return NamedRule(type) is { } rule ? [(rule, type.FullName)] : [];
        }
    }

    private static SubsetRule? NamedRule(TypeReference type)
    {
        string name = type.FullName;
        int backtick = name.IndexOf('`', StringComparison.Ordinal);
        if (Named.TryGetValue(backtick < 0 ? name : name[..backtick], out var rule))
        {
            return rule;
        }

        return backtick < 0 ? null : SubsetRule.Generics;
    }
}
