using System.Collections.Immutable;
using Esp32Aed.NanoFramework.Subset;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace Esp32Aed.Tests.NanoFramework;

/// <summary>Each limit of the board met and passed by one.</summary>
public class SubsetLimitTests
{
    [Fact]
    public void Locals() => Limit(SubsetRule.Locals, 255, count => PlantedIl.Method((method, il) =>
    {
        for (int i = 0; i < count; i++)
        {
            method.Body.Variables.Add(new VariableDefinition(method.Module.TypeSystem.Int32));
        }

        il.Emit(OpCodes.Ret);
    }));

    [Fact]
    public void Arguments() => Limit(SubsetRule.Locals, 255, count => PlantedIl.Class((type, module) =>
    {
        // The object itself is the first argument.
        var method = PlantedIl.NewMethod("Planted", module, default);
        for (int i = 1; i < count; i++)
        {
            method.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
        }

        type.Methods.Add(method);
    }));

    [Fact]
    public void Evaluation_stack() => Limit(SubsetRule.EvaluationStack, 255, count => PlantedIl.Method((_, il) =>
    {
        il.Repeat(OpCodes.Ldc_I4_0, count);
        il.Repeat(OpCodes.Pop, count);
        il.Emit(OpCodes.Ret);
    }));

    [Fact]
    public void Evaluation_stack_below_a_branch() => Limit(SubsetRule.EvaluationStack, 255, count => PlantedIl.Method((_, il) =>
    {
        var join = Instruction.Create(OpCodes.Ldc_I4_0);
        il.Repeat(OpCodes.Ldc_I4_0, count - 1);
        il.Emit(OpCodes.Br, join);
        il.Append(join);
        il.Repeat(OpCodes.Pop, count);
        il.Emit(OpCodes.Ret);
    }));

    [Fact]
    public void Evaluation_stack_does_not_grow_from_call_to_call() => Assert.Empty(SubsetChecker.Check(PlantedIl.Method((method, il) =>
    {
        var call = new MethodReference("F", method.Module.TypeSystem.Int32, method.DeclaringType);
        call.Parameters.Add(new ParameterDefinition(method.Module.TypeSystem.Int32));
        il.Emit(OpCodes.Ldc_I4_0);
        for (int i = 0; i < 300; i++)
        {
            il.Emit(OpCodes.Call, call);
        }

        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ret);
    })));

    [Fact]
    public void Size_of_an_assembly() => Limit(SubsetRule.AssemblySize, 60 * 1024, bytes => PlantedIl.Method((_, il) =>
    {
        il.Repeat(OpCodes.Nop, bytes - 1);
        il.Emit(OpCodes.Ret);
    }));

    [Fact]
    public void Size_counts_short_numbers_of_strings_and_the_table_of_handlers() => Limit(SubsetRule.AssemblySize, 60 * 1024, bytes => PlantedIl.Method((method, il) =>
    {
        // ldstr 3, pop 1, leave 3, endfinally 1, ret 1, table of handlers 12 + 1.
        var end = Instruction.Create(OpCodes.Ret);
        var handler = Instruction.Create(OpCodes.Endfinally);
        il.Repeat(OpCodes.Nop, bytes - 22);
        il.Emit(OpCodes.Ldstr, "text");
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Leave, end);
        il.Append(handler);
        il.Append(end);
        method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = method.Body.Instructions[0],
            TryEnd = handler,
            HandlerStart = handler,
            HandlerEnd = end,
        });
    }));

    [Fact]
    public void Branch_forward() => Limit(SubsetRule.BranchDistance, short.MaxValue, distance => PlantedIl.Method((_, il) =>
    {
        var end = Instruction.Create(OpCodes.Ret);
        il.Emit(OpCodes.Br, end);
        il.Repeat(OpCodes.Nop, distance);
        il.Append(end);
    }));

    [Fact]
    public void Branch_back() => Limit(SubsetRule.BranchDistance, -short.MinValue, distance => PlantedIl.Method((_, il) =>
    {
        // The branch itself takes 3 bytes.
        var start = Instruction.Create(OpCodes.Nop);
        il.Append(start);
        il.Repeat(OpCodes.Nop, distance - 4);
        il.Emit(OpCodes.Br, start);
    }));

    [Fact]
    public void Branch_of_a_switch() => Limit(SubsetRule.BranchDistance, short.MaxValue, distance => PlantedIl.Method((_, il) =>
    {
        var end = Instruction.Create(OpCodes.Ret);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Switch, [end, end]);
        il.Repeat(OpCodes.Nop, distance);
        il.Append(end);
    }));

    [Fact]
    public void Targets_of_a_switch() => Limit(SubsetRule.SwitchTargets, 255, count => PlantedIl.Method((_, il) =>
    {
        var end = Instruction.Create(OpCodes.Ret);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Switch, [.. Enumerable.Repeat(end, count)]);
        il.Append(end);
    }));

    [Theory]
    [InlineData(MethodAttributes.Static)]
    [InlineData(MethodAttributes.Virtual)]
    [InlineData(MethodAttributes.HideBySig)]
    public void Methods_of_one_kind(MethodAttributes attributes) => Limit(SubsetRule.MemberCount, 255, count => PlantedIl.Class((type, module) =>
    {
        for (int i = 0; i < count; i++)
        {
            type.Methods.Add(PlantedIl.NewMethod($"M{i}", module, attributes));
        }
    }));

    [Theory]
    [InlineData(FieldAttributes.Static)]
    [InlineData(FieldAttributes.Public)]
    public void Fields_of_one_kind(FieldAttributes attributes) => Limit(SubsetRule.MemberCount, 255, count => PlantedIl.Class((type, module) =>
    {
        for (int i = 0; i < count; i++)
        {
            type.Fields.Add(new FieldDefinition($"F{i}", attributes, module.TypeSystem.Int32));
        }
    }));

    [Fact]
    public void Typed_references() => Assert.Contains(
        SubsetChecker.Check(PlantedIl.Method((_, il) =>
        {
            il.Emit(OpCodes.Arglist);
            il.Emit(OpCodes.Pop);
            il.Emit(OpCodes.Ret);
        })),
        finding => finding.Rule == SubsetRule.UnsupportedOperation);

    private static void Limit(SubsetRule rule, int limit, Func<int, ImmutableArray<byte>> plant)
    {
        Assert.Empty(SubsetChecker.Check(plant(limit)));
        Assert.Equal(rule, Assert.Single(SubsetChecker.Check(plant(limit + 1))).Rule);
    }
}
