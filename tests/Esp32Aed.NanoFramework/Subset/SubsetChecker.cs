using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.NanoFramework.Subset;

/// <summary>Reads the IL of an assembly and reports what compiles but fails on a board.</summary>
public static partial class SubsetChecker
{
    /// <summary>Most of what the board counts in a byte: locals, stack slots, targets of a switch, members of one kind.</summary>
    public const int ByteLimit = 255;

    /// <summary>Most bytes of IL in an assembly; the board's own limit is 65,535.</summary>
    public const int CodeLimit = 60 * 1024;

    /// <summary>Checks an assembly.</summary>
    /// <param name="image">The assembly as a portable executable.</param>
    /// <param name="integersOnly">Whether floating point is a fault too.</param>
    /// <returns>The findings; each thing is reported once for each place it is in.</returns>
    public static IReadOnlyList<Finding> Check(ImmutableArray<byte> image, bool integersOnly = false)
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream([.. image]));
        var types = module.GetTypes().ToList();
        return [.. types.SelectMany(CheckType)
            .Concat(types.SelectMany(type => type.Methods).SelectMany(CheckMethod))
            .Concat(CheckSize(module.Assembly.Name.Name, types))
            .Where(finding => integersOnly || finding.Rule != SubsetRule.FloatingPoint)
            .Distinct()];
    }

    private static IEnumerable<Finding> CheckType(TypeDefinition type)
    {
        if (type.HasGenericParameters)
        {
            yield return new(SubsetRule.Generics, type.FullName, "generic type");
        }

        if (StateMachineName().IsMatch(type.Name))
        {
            bool isAsync = type.Interfaces.Any(i => i.InterfaceType.Name == "IAsyncStateMachine");
            yield return new(isAsync ? SubsetRule.Async : SubsetRule.Iterator, type.FullName, "state machine of the compiler");
        }

        foreach (var (rule, detail) in TypeUses.Of(type).SelectMany(TypeRules.Judge))
        {
            yield return new(rule, type.FullName, detail);
        }

        foreach (var field in type.Fields)
        {
            foreach (var (rule, detail) in TypeRules.Judge(field.FieldType))
            {
                yield return new(rule, $"{type.FullName}.{field.Name}", detail);
            }
        }

        (string Kind, int Count)[] members =
        [
            ("virtual methods", type.Methods.Count(method => method.IsVirtual)),
            ("instance methods", type.Methods.Count(method => !method.IsVirtual && !method.IsStatic)),
            ("static methods", type.Methods.Count(method => !method.IsVirtual && method.IsStatic)),
            ("instance fields", type.Fields.Count(field => !field.IsStatic)),
            ("static fields", type.Fields.Count(field => field.IsStatic && !field.IsLiteral)),
        ];
        foreach (var (kind, count) in members.Where(member => member.Count > ByteLimit))
        {
            yield return new(SubsetRule.MemberCount, type.FullName, $"{count} {kind}");
        }
    }

    private static IEnumerable<Finding> CheckMethod(MethodDefinition method)
    {
        string where = $"{method.DeclaringType.FullName}.{method.Name}";
        if (method.HasGenericParameters)
        {
            yield return new(SubsetRule.Generics, where, "generic method");
        }

        if (method.DeclaringType.IsInterface && method.IsStatic && method.IsVirtual)
        {
            yield return new(SubsetRule.StaticAbstractMember, where, "static member that a type must implement");
        }
        else if (method.DeclaringType.IsInterface && method.HasBody)
        {
            yield return new(SubsetRule.DefaultInterfaceMethod, where, "body in an interface");
        }

        foreach (var (rule, detail) in TypeUses.Of(method).SelectMany(TypeRules.Judge))
        {
            yield return new(rule, where, detail);
        }

        int arguments = method.Parameters.Count + (method.HasThis ? 1 : 0);
        if (arguments > ByteLimit)
        {
            yield return new(SubsetRule.Locals, where, $"{arguments} arguments");
        }

        foreach (var finding in method.HasBody ? CheckBody(method.Body, where) : [])
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> CheckBody(MethodBody body, string where)
    {
        if (body.Variables.Count > ByteLimit)
        {
            yield return new(SubsetRule.Locals, where, $"{body.Variables.Count} local variables");
        }

        var types = new StackTypes(body);
        if (types.Depth is > ByteLimit and var depth)
        {
            yield return new(SubsetRule.EvaluationStack, where, $"{depth} slots");
        }

        foreach (string detail in UnsignedTags.Of(body, types))
        {
            yield return new(SubsetRule.UnsignedTag, where, detail);
        }

        var code = new BoardCode(body);
        foreach (var instruction in body.Instructions)
        {
            if (OperationRules.Judge(instruction) is { } rule)
            {
                yield return new(rule, where, instruction.Operand is MethodReference method ? method.FullName : instruction.OpCode.Name);
            }

            Instruction[] targets = instruction.Operand as Instruction[] ?? (instruction.Operand is Instruction single ? [single] : []);
            foreach (int distance in targets.Select(target => code.Distance(instruction, target)).Where(d => d is < short.MinValue or > short.MaxValue))
            {
                yield return new(SubsetRule.BranchDistance, where, $"{instruction.OpCode.Name} over {distance} bytes");
            }
        }
    }

    private static IEnumerable<Finding> CheckSize(string assembly, IEnumerable<TypeDefinition> types)
    {
        int bytes = types.SelectMany(type => type.Methods).Where(method => method.HasBody).Sum(method => new BoardCode(method.Body).Length);
        return bytes > CodeLimit ? [new Finding(SubsetRule.AssemblySize, assembly, $"{bytes} bytes of IL, at most {CodeLimit}")] : [];
    }

    [GeneratedRegex(@"^<.*>d(__\d+)?$")]
    private static partial Regex StateMachineName();
}
