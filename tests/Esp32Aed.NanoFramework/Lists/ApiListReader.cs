using System.Reflection;
using System.Text.RegularExpressions;

namespace Esp32Aed.NanoFramework.Lists;

/// <summary>
/// Reads API lists: a first line <c># name version references: a, b</c>, then one type or member a line.
/// A member belongs to the type that its name begins with.
/// </summary>
public static partial class ApiListReader
{
    /// <summary>Reads all lists that the repository keeps in <c>tests/nanoframework-api</c>.</summary>
    public static IReadOnlyList<ApiList> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return Read(name, reader);
        })];
    }

    /// <summary>Reads one list.</summary>
    /// <param name="source">Name of the list, for the message of a fault.</param>
    /// <param name="reader">The text of the list.</param>
    /// <exception cref="InvalidDataException">A line is not understood; the message names list and line.</exception>
    public static ApiList Read(string source, TextReader reader)
    {
        var header = HeaderLine().Match(reader.ReadLine() ?? "");
        if (!header.Success)
        {
            throw new InvalidDataException($"{source}:1: expected '# name version references: ...'");
        }

        var types = new Dictionary<string, ApiType>(StringComparer.Ordinal);
        for (int line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length > 0 && !ReadLine(text, types))
            {
                throw new InvalidDataException($"{source}:{line}: not understood: {text}");
            }
        }

        return new ApiList(
            header.Groups["name"].Value,
            Version.Parse(header.Groups["version"].Value),
            SplitList(header.Groups["references"].Value),
            [.. types.Values.OrderBy(t => t.FullName.Length)]);
    }

    private static bool ReadLine(string text, Dictionary<string, ApiType> types)
    {
        if (text.StartsWith("T:", StringComparison.Ordinal))
        {
            return ReadType(text, types);
        }

        var match = MemberLine().Match(text);
        if (!match.Success || !types.TryGetValue(match.Groups["type"].Value, out var type))
        {
            return false;
        }

        string name = match.Groups["name"].Value;
        string rest = match.Groups["rest"].Value;
        switch (text[0])
        {
            case 'F':
                return ReadField(name, rest, type);
            case 'M':
                return ReadMethod(name, rest, type);
            case 'P':
                type.Indexers.Add(name);
                return true;
            default:
                type.Events.Add(new ApiEvent(name, rest.Trim()));
                return true;
        }
    }

    private static bool ReadType(string text, Dictionary<string, ApiType> types)
    {
        var match = TypeLine().Match(text);
        if (!match.Success || !Enum.TryParse<ApiTypeKind>(match.Groups["kind"].Value, ignoreCase: true, out var kind))
        {
            return false;
        }

        string name = match.Groups["name"].Value;
        return types.TryAdd(name, new ApiType(name, kind, Words(match.Groups["modifiers"].Value), SplitList(match.Groups["bases"].Value)));
    }

    private static bool ReadField(string name, string rest, ApiType type)
    {
        var match = FieldRest().Match(rest);
        if (!match.Success)
        {
            return false;
        }

        string fieldType = match.Groups["type"].Value;
        string? constant = match.Groups["constant"].Success ? match.Groups["constant"].Value : null;
        type.Fields.Add(new ApiField(name, fieldType.Length == 0 ? type.FullName : fieldType, Words(match.Groups["modifiers"].Value), constant));
        return true;
    }

    private static bool ReadMethod(string name, string rest, ApiType type)
    {
        var match = MethodRest().Match(rest);
        if (!match.Success)
        {
            return false;
        }

        var parameters = new List<ApiParameter>();
        foreach (string text in SplitList(match.Groups["parameters"].Value))
        {
            var parameter = Parameter().Match(text);
            if (!parameter.Success)
            {
                return false;
            }

            var initial = parameter.Groups["default"];
            parameters.Add(new ApiParameter(
                parameter.Groups["name"].Value,
                parameter.Groups["type"].Value,
                parameter.Groups["out"].Success,
                initial.Success ? initial.Value : null));
        }

        type.Methods.Add(new ApiMethod(
            name == "#ctor" ? ".ctor" : name,
            parameters,
            match.Groups["return"].Value,
            Words(match.Groups["modifiers"].Value)));
        return true;
    }

    private static string[] SplitList(string text) =>
        text.Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static HashSet<string> Words(string text) =>
        new(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    [GeneratedRegex(@"^# (?<name>\S+) (?<version>[\d.]+) references:(?<references>.*)$")]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"^T:(?<name>\S+) (?<kind>[a-z]+)(?<modifiers>( [a-z]+)*)( : (?<bases>.+))?$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^[FMPE]:(?<type>[\w.`]+)\.(?<name>#?\w+)(?<rest>[ (\[].*)$")]
    private static partial Regex MemberLine();

    [GeneratedRegex(@"^( (?<type>[\w.`]+(\[\])*))?(?<modifiers>( [a-z]+)*)( = (?<constant>.+))?$")]
    private static partial Regex FieldRest();

    [GeneratedRegex(@"^\((?<parameters>[^)]*)\) (?<return>\S+)(?<modifiers>( [a-z]+)*)$")]
    private static partial Regex MethodRest();

    [GeneratedRegex(@"^(?<out>out )?(?<type>[\w.`\[\]@]+) (?<name>\w+)(=(?<default>.*))?$")]
    private static partial Regex Parameter();
}
