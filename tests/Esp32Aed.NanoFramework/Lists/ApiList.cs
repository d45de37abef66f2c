namespace Esp32Aed.NanoFramework.Lists;

/// <summary>The public API of one nanoFramework library, as its list gives it.</summary>
/// <param name="Name">Name of the assembly, such as <c>System.Device.I2s</c>.</param>
/// <param name="Version">Version of the assembly.</param>
/// <param name="References">Names of the assemblies that it references.</param>
/// <param name="Types">Its types, an enclosing type before the types nested in it (its name is shorter).</param>
public sealed record ApiList(string Name, Version Version, IReadOnlyList<string> References, IReadOnlyList<ApiType> Types);

/// <summary>What a type is.</summary>
public enum ApiTypeKind
{
    /// <summary>A class.</summary>
    Class,

    /// <summary>A structure.</summary>
    Struct,

    /// <summary>An interface.</summary>
    Interface,

    /// <summary>An enumeration.</summary>
    Enum,

    /// <summary>A delegate.</summary>
    Delegate,
}

/// <summary>One type of a list with its members.</summary>
/// <param name="FullName">Namespace and name; a nested type follows its enclosing type after a dot; generic types end in a backtick and the number of parameters.</param>
/// <param name="Kind">What the type is.</param>
/// <param name="Modifiers"><c>abstract</c>, <c>sealed</c> or <c>static</c>.</param>
/// <param name="Bases">Base class (if not implied) and interfaces; of an enumeration its underlying type.</param>
public sealed record ApiType(string FullName, ApiTypeKind Kind, IReadOnlySet<string> Modifiers, IReadOnlyList<string> Bases)
{
    /// <summary>Fields, constants and enumeration values.</summary>
    public IList<ApiField> Fields { get; } = [];

    /// <summary>Methods, constructors (<c>.ctor</c>), operators and accessors.</summary>
    public IList<ApiMethod> Methods { get; } = [];

    /// <summary>Names of indexed properties; all other properties follow from their accessors.</summary>
    public IList<string> Indexers { get; } = [];

    /// <summary>Events, by name and type of the handler.</summary>
    public IList<ApiEvent> Events { get; } = [];
}

/// <summary>A field, constant or enumeration value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; for an enumeration value the enumeration itself.</param>
/// <param name="Modifiers"><c>static</c>, <c>readonly</c>, <c>const</c>, <c>protected</c>.</param>
/// <param name="Constant">The constant as text, or null.</param>
public sealed record ApiField(string Name, string Type, IReadOnlySet<string> Modifiers, string? Constant);

/// <summary>A method, constructor, operator or accessor.</summary>
/// <param name="Name">Its name; a constructor is <c>.ctor</c>.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="ReturnType">Its return type.</param>
/// <param name="Modifiers"><c>static</c>, <c>virtual</c>, <c>override</c>, <c>abstract</c>, <c>protected</c>.</param>
public sealed record ApiMethod(string Name, IReadOnlyList<ApiParameter> Parameters, string ReturnType, IReadOnlySet<string> Modifiers);

/// <summary>A parameter of a method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; <c>@</c> at the end means by reference.</param>
/// <param name="IsOut">Whether it is an <c>out</c> parameter.</param>
/// <param name="Default">The default value as text, or null if it has none.</param>
public sealed record ApiParameter(string Name, string Type, bool IsOut, string? Default);

/// <summary>An event.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The delegate that handles it.</param>
public sealed record ApiEvent(string Name, string Type);
