using System.Globalization;
using Mono.Cecil;

namespace Esp32Aed.Tests.NanoFramework;

/// <summary>Writes the API of an assembly in the form of the lists, so that a reference assembly can be held against its list.</summary>
internal static class ListedForm
{
    public static IEnumerable<string> Of(ModuleDefinition module)
    {
        var references = module.AssemblyReferences.Select(reference => reference.Name);
        return module.GetTypes()
            .Where(type => type.IsPublic || type.IsNestedPublic)
            .SelectMany(Lines)
            .Prepend($"# {module.Assembly.Name.Name} {module.Assembly.Name.Version} references: {string.Join(", ", references)}");
    }

    private static IEnumerable<string> Lines(TypeDefinition type)
    {
        string name = Name(type);
        yield return $"T:{name} {Kind(type)}{Bases(type)}";
        foreach (var field in type.Fields.Where(field => !field.IsPrivate && !field.IsSpecialName))
        {
            string declared = type.IsEnum ? "" : $" {Name(field.FieldType)}{Word(field.IsFamily, "protected")}";
            string constant = type.IsEnum ? $" = {Text(field.Constant)}" : $" const = {Text(field.Constant)}";
            yield return $"F:{name}.{field.Name}{declared}" + (field.HasConstant
                ? constant
                : Word(field.IsStatic, "static") + Word(field.IsInitOnly, "readonly"));
        }

        foreach (var method in type.Methods)
        {
            string modifiers = type.IsInterface ? "" : Modifiers(method);
            yield return $"M:{name}.{(method.IsConstructor ? "#ctor" : method.Name)}({Parameters(method.Parameters)}) {Name(method.ReturnType)}{modifiers}";
        }

        foreach (var indexer in type.Properties.Where(property => property.HasParameters))
        {
            yield return $"P:{name}.{indexer.Name}[{Parameters(indexer.Parameters)}] {Name(indexer.PropertyType)}";
        }

        foreach (var item in type.Events)
        {
            yield return $"E:{name}.{item.Name} {Name(item.EventType)}";
        }
    }

    private static string Kind(TypeDefinition type)
    {
        string modifier = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => " static",
            (true, false) => " abstract",
            (false, true) => " sealed",
            _ => "",
        };
        return type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { BaseType.FullName: "System.MulticastDelegate" } => "delegate",
            _ => "class" + modifier,
        };
    }

    private static string Bases(TypeDefinition type)
    {
        var bases = type.Interfaces.Select(implemented => Name(implemented.InterfaceType)).ToList();
        if (type.IsEnum)
        {
            bases.Add(Name(type.Fields.Single(field => field.Name == "value__").FieldType));
        }
        else if (Kind(type).StartsWith("class", StringComparison.Ordinal) && type.BaseType is not (null or { FullName: "System.Object" }))
        {
            bases.Add(Name(type.BaseType));
        }

        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases.Order(StringComparer.Ordinal));
    }

    private static string Modifiers(MethodDefinition method) =>
        Word(method.IsFamily, "protected") + Word(method.IsStatic, "static") + method switch
        {
            { IsAbstract: true } => " abstract",
            { IsVirtual: true, IsNewSlot: true } => " virtual",
            { IsVirtual: true } => " override",
            _ => "",
        };

    private static string Parameters(IEnumerable<ParameterDefinition> parameters) => string.Join(", ", parameters.Select(parameter =>
        $"{(parameter.IsOut ? "out " : "")}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasConstant ? "=" + Text(parameter.Constant) : "")}"));

    private static string Name(TypeReference type) => type.FullName.Replace('/', '.').Replace('&', '@');

    private static string Text(object? constant) => constant switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        char character => ((int)character).ToString(CultureInfo.InvariantCulture),
        string text => $"\"{text}\"",
        _ => Convert.ToString(constant, CultureInfo.InvariantCulture)!,
    };

    private static string Word(bool applies, string word) => applies ? " " + word : "";
}
