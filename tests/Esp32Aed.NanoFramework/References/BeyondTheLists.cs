using Esp32Aed.NanoFramework.Lists;

namespace Esp32Aed.NanoFramework.References;

/// <summary>What the C# compiler has to know of the core library and the lists, made of signatures alone, do not say.</summary>
internal static class BeyondTheLists
{
    /// <summary>Attribute of structures that may live on the stack only; the compiler puts it, unlisted, into the core library.</summary>
    public static ApiType StackOnlyAttribute { get; } = NewStackOnlyAttribute();

    // Without it no class may have a finaliser.
    private static readonly ApiMethod Finaliser =
        new("Finalize", [], "System.Void", new HashSet<string>(StringComparer.Ordinal) { "protected", "virtual" });

    private static readonly HashSet<string> StackOnly = new(StringComparer.Ordinal) { "System.SpanByte" };

    // Arrays that a caller may write as separate arguments (params).
    private static readonly HashSet<string> ArgumentLists = new(StringComparer.Ordinal)
    {
        "System.Diagnostics.CodeAnalysis.MemberNotNullAttribute..ctor(System.String[])",
        "System.Diagnostics.CodeAnalysis.MemberNotNullWhenAttribute..ctor(System.Boolean,System.String[])",
        "System.String.Concat(System.Object[])",
        "System.String.Concat(System.String[])",
        "System.String.Format(System.String,System.Object[])",
        "System.String.Split(System.Char[])",
        "System.String.Trim(System.Char[])",
        "System.String.TrimEnd(System.Char[])",
        "System.String.TrimStart(System.Char[])",
    };

    // Attributes that may stand more than once at the same place.
    private static readonly HashSet<string> Repeatable = new(StringComparer.Ordinal)
    {
        "System.Diagnostics.CodeAnalysis.MemberNotNullAttribute",
        "System.Diagnostics.CodeAnalysis.MemberNotNullWhenAttribute",
        "System.Diagnostics.CodeAnalysis.NotNullIfNotNullAttribute",
        "System.Diagnostics.ConditionalAttribute",
        "System.Diagnostics.DebuggerDisplayAttribute",
        "System.Diagnostics.DebuggerTypeProxyAttribute",
        "System.Runtime.CompilerServices.InternalsVisibleToAttribute",
    };

    /// <summary>The list with the types that the compiler needs beyond it.</summary>
    public static ApiList Complete(ApiList list) =>
        list.Name == "mscorlib" ? list with { Types = [.. list.Types, StackOnlyAttribute] } : list;

    /// <summary>The methods of a type with those that the compiler needs beyond them.</summary>
    public static IEnumerable<ApiMethod> MethodsOf(ApiType type) =>
        type.FullName == "System.Object" ? type.Methods.Append(Finaliser) : type.Methods;

    /// <summary>Whether the last parameter takes a list of arguments.</summary>
    public static bool TakesArgumentList(ApiType type, ApiMethod method) =>
        ArgumentLists.Contains($"{type.FullName}.{method.Name}({string.Join(',', method.Parameters.Select(p => p.Type))})");

    /// <summary>Whether an attribute may stand more than once at the same place.</summary>
    public static bool IsRepeatable(ApiType type) => Repeatable.Contains(type.FullName);

    /// <summary>Whether a structure may live on the stack only.</summary>
    public static bool IsStackOnly(ApiType type) => StackOnly.Contains(type.FullName);

    /// <summary>Whether calls are compiled in debug builds only.</summary>
    public static bool IsForDebugBuilds(ApiType type) => type.FullName == "System.Diagnostics.Debug";

    private static ApiType NewStackOnlyAttribute()
    {
        var none = new HashSet<string>(StringComparer.Ordinal);
        var type = new ApiType("System.Runtime.CompilerServices.IsByRefLikeAttribute", ApiTypeKind.Class, none, ["System.Attribute"]);
        type.Methods.Add(new ApiMethod(".ctor", [], "System.Void", none));
        return type;
    }
}
