using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Esp32Aed.Cost.Prices;

/// <summary>
/// What each IL operation costs in the nanoFramework interpreter, in host instructions, from the measurements in <c>costs.csv</c>. Operations
/// that were not measured take the price of a relative:
/// <list type="bullet">
/// <item>a comparison that leaves a value: compare-and-branch less brtrue; <c>leave</c>: br;</item>
/// <item>conversions: the nearest measured width; <c>rem</c>: div; 64-bit div and rem: 8 more than 32-bit, as mul; all floats: float32;</item>
/// <item>addresses (<c>ldloca</c>, <c>ldflda</c> ...), <c>starg</c> and <c>ldind</c>, <c>stind</c> of other widths: the load or store of the same kind;</item>
/// <item>a call through a virtual slot: a call and the difference between the measured virtual and static statements less the load of the object;</item>
/// <item>a library call: the measured statement less its operands; what it does to array elements is added for each element, see
/// <see cref="PerElement"/>; <c>newarr</c> likewise, <c>newobj</c> with a call.</item>
/// </list>
/// Anything else costs as much as the dearest plain operation, and is reported as unknown.
/// </summary>
public sealed class PriceList
{
    private const string CompareAndBranch = "compare-and-branch (blt bge ble beq ...)";
    private const string BranchIf = "brtrue/brfalse";

    private static readonly Dictionary<string, double> Rows = ReadRows("op");
    private static readonly Dictionary<string, double> Statements = ReadRows("statement");

    private readonly HashSet<string> counted;

    /// <summary>Makes the list.</summary>
    /// <param name="countedAssemblies">Simple names of the assemblies whose code is counted; calls of others are library calls.</param>
    public PriceList(IEnumerable<string> countedAssemblies) => counted = new HashSet<string>(countedAssemblies, StringComparer.Ordinal);

    /// <summary>What an array element that is copied or cleared costs beyond the call.</summary>
    public static double PerElement { get; } = (Statements["Array.Copy 64 elements"] - Statements["Array.Copy 1 element"]) / 63;

    private static double LibraryCall { get; } = Statements["native call (Math.Sqrt; BitConverter)"] - Rows["ldloc.*"] - Rows["stloc.*"];

    // Array.Copy(a, 0, b, 0, 1): two locals, three constants, one element.
    private static double ElementsCall { get; } = Statements["Array.Copy 1 element"] - (2 * Rows["ldloc.*"]) - (3 * Rows["ldc.i4.<n>"]) - PerElement;

    private static double VirtualCall { get; } =
        Rows["call"] + Statements["virtual call"] - Statements["static call a = F(b)"] - Rows["ldloc.*"];

    private static double NewArray { get; } = Statements["new int[16]"] - Rows["ldc.i4.s"] - Rows["stloc.*"];

    private static double Dearest { get; } = Rows["ldsfld"];

    /// <summary>Whether an operation is a library call whose last argument is a number of array elements.</summary>
    public static bool HandlesElements(Instruction instruction) =>
        instruction.OpCode.Code == Code.Call
        && instruction.Operand is MethodReference { DeclaringType.FullName: "System.Array", Name: "Copy" or "Clear" } method
        && method.Parameters.Count >= 3
        && method.Parameters[^1].ParameterType.MetadataType == MetadataType.Int32;

    /// <summary>The price of an operation.</summary>
    /// <param name="instruction">The operation.</param>
    /// <param name="top">What is on top of the evaluation stack before it.</param>
    public Price Of(Instruction instruction, ValueKind top) => instruction.OpCode.Code switch
    {
        Code.Call or Code.Callvirt or Code.Newobj => Call(instruction),
        _ => RowOf(instruction.OpCode, top) is { } row ? new Price(Rows[row], PriceSource.Measured) : Relative(instruction.OpCode, top),
    };

    private static string? RowOf(OpCode op, ValueKind top) => op.Code switch
    {
        >= Code.Ldc_I4_M1 and <= Code.Ldc_I4_8 => "ldc.i4.<n>",
        >= Code.Ldarg_0 and <= Code.Ldarg_3 or Code.Ldarg_S or Code.Ldarg => "ldarg.*",
        >= Code.Ldloc_0 and <= Code.Ldloc_3 => "ldloc.*",
        >= Code.Stloc_0 and <= Code.Stloc_3 => "stloc.*",
        Code.Add or Code.Sub or Code.Mul => Arithmetic(op, top),
        Code.Div when top == ValueKind.Int32 => "div (int32)",
        Code.Brtrue or Code.Brtrue_S or Code.Brfalse or Code.Brfalse_S => BranchIf,
        Code.Br or Code.Br_S => "br",
        >= Code.Beq_S and <= Code.Blt_Un_S or >= Code.Beq and <= Code.Blt_Un => CompareAndBranch,
        >= Code.Ldelem_I1 and <= Code.Ldelem_Ref or Code.Ldelem_Any => "ldelem.*",
        >= Code.Stelem_I and <= Code.Stelem_Ref or Code.Stelem_Any => "stelem.*",
        _ => Rows.ContainsKey(op.Name) ? op.Name : null,
    };

    private static string? Arithmetic(OpCode op, ValueKind top) => top switch
    {
        ValueKind.Int32 => op.Name + " (int32)",
        ValueKind.Int64 => op.Name + " (int64)",
        ValueKind.Float when op.Code is Code.Add or Code.Mul => op.Name + " (float32)",
        _ => null,
    };

    private static Price Relative(OpCode op, ValueKind top)
    {
        double? price = op.Code switch
        {
            >= Code.Ceq and <= Code.Clt_Un => Rows[CompareAndBranch] - Rows[BranchIf],
            Code.Leave or Code.Leave_S => Rows["br"],
            Code.Ldnull => Rows["ldc.i4.<n>"],
            Code.Ldc_R8 => Rows["ldc.i8"],
            Code.Ldloc => Rows["ldloc.s"],
            Code.Stloc or Code.Starg or Code.Starg_S => Rows["stloc.s"],
            Code.Ldloca or Code.Ldloca_S or Code.Ldarga or Code.Ldarga_S => Rows["ldloc.s"],
            Code.Sub or Code.Div when top == ValueKind.Float => Rows["add (float32)"],
            Code.Add or Code.Sub or Code.Mul => Rows["add (int32)"],
            Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un =>
                Rows["div (int32)"] + (top == ValueKind.Int64 ? Rows["mul (int64)"] - Rows["mul (int32)"] : 0),
            Code.Conv_I1 or Code.Conv_U2 => Rows["conv.i2"],
            Code.Conv_U4 or Code.Conv_I or Code.Conv_U => Rows["conv.i4"],
            Code.Conv_U8 => Rows["conv.i8"],
            Code.Conv_R8 or Code.Conv_R_Un => Rows["conv.r4"],
            >= Code.Ldind_I1 and <= Code.Ldind_Ref => Rows["ldind.i4"],
            >= Code.Stind_Ref and <= Code.Stind_R8 or Code.Stind_I => Rows["stind.i4"],
            Code.Ldflda => Rows["ldfld"],
            Code.Ldsflda => Rows["ldsfld"],
            Code.Newarr => NewArray,
            _ => null,
        };
        return price is { } known ? new Price(known, PriceSource.Relative) : new Price(Dearest, PriceSource.Unknown);
    }

    private Price Call(Instruction instruction)
    {
        var method = (MethodReference)instruction.Operand;
        var allocated = instruction.OpCode.Code == Code.Newobj ? NewArray : 0;
        if (!counted.Contains(AssemblyOf(method.DeclaringType)))
        {
            return new Price(allocated + (HandlesElements(instruction) ? ElementsCall : LibraryCall), PriceSource.Relative);
        }

        if (instruction.OpCode.Code == Code.Callvirt && method.Resolve() is { IsVirtual: true })
        {
            return new Price(VirtualCall, PriceSource.Relative);
        }

        return new Price(allocated + Rows["call"], allocated > 0 ? PriceSource.Relative : PriceSource.Measured);
    }

    private static string AssemblyOf(TypeReference type) => type.Scope switch
    {
        ModuleDefinition module => module.Assembly.Name.Name,
        var scope => scope.Name,
    };

    private static Dictionary<string, double> ReadRows(string kind)
    {
        using var reader = new StreamReader(typeof(PriceList).Assembly.GetManifestResourceStream("costs.csv")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(','))
            .Where(fields => string.Equals(fields[0], kind, StringComparison.Ordinal))
            .ToDictionary(fields => fields[1], fields => double.Parse(fields[2], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
