using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace Esp32Aed.Tests.Cost;

/// <summary>Counts of methods whose IL is so short that they can be counted by hand.</summary>
public class CountTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10 + 11)]
    [InlineData(7, 10 + 77)]
    public void A_loop(int times, int operations)
    {
        using var methods = CountedMethods.Of(("Loop", WriteLoop));

        var (result, counted, _) = methods.Run("Loop", times);

        Assert.Equal(times * (times - 1) / 2, result);
        Assert.Equal(operations, counted);
    }

    [Fact]
    public void The_price_of_a_loop_is_the_sum_of_its_rows()
    {
        using var methods = CountedMethods.Of(("Loop", WriteLoop));

        var (_, _, cost) = methods.Run("Loop", 3);

        // ldc stloc ldc stloc br; per turn: ldloc ldloc add stloc ldloc ldc add stloc; per test: ldloc ldarg blt; ldloc ret
        const double Before = 30 + 86 + 30 + 86 + 39;
        const double Turn = 70 + 70 + 65 + 86 + 70 + 30 + 65 + 86;
        const double Test = 70 + 70 + 144;
        Assert.Equal(Before + (3 * Turn) + (4 * Test) + 70 + 210, cost);
    }

    [Theory]
    [InlineData(0, 100, 4)]
    [InlineData(1, 101, 4)]
    [InlineData(2, 0, 5)]
    [InlineData(-1, 0, 5)]
    public void A_switch(int value, int expected, int operations)
    {
        using var methods = CountedMethods.Of(("Switch", (_, il, _) =>
        {
            var zero = il.Create(OpCodes.Ldc_I4, 100);
            var one = il.Create(OpCodes.Ldc_I4, 101);
            var other = il.Create(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Switch, [zero, one]);
            il.Emit(OpCodes.Br_S, other);
            il.Append(zero);
            il.Emit(OpCodes.Ret);
            il.Append(one);
            il.Emit(OpCodes.Ret);
            il.Append(other);
            il.Emit(OpCodes.Ret);
        }));

        Assert.Equal((expected, operations), Counted(methods.Run("Switch", value)));
    }

    [Fact]
    public void Calls_count_both_sides()
    {
        using var methods = CountedMethods.Of(
            ("Inner", (_, il, _) =>
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldc_I4_1);
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Ret);
            }),
            ("Outer", (_, il, type) =>
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Call, type.Methods[0]);
                il.Emit(OpCodes.Call, type.Methods[0]);
                il.Emit(OpCodes.Ret);
            }));

        Assert.Equal((7, 4 + 4 + 4), Counted(methods.Run("Outer", 5)));
    }

    [Fact]
    public void A_branch_with_values_left_on_the_stack()
    {
        using var methods = CountedMethods.Of(("Larger", (_, il, _) =>
        {
            // 40 + (argument > 0 ? 2 : 1), the 40 waiting below
            var less = il.Create(OpCodes.Ldc_I4_1);
            var sum = il.Create(OpCodes.Add);
            il.Emit(OpCodes.Ldc_I4_S, (sbyte)40);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Ble_S, less);
            il.Emit(OpCodes.Ldc_I4_2);
            il.Emit(OpCodes.Br_S, sum);
            il.Append(less);
            il.Append(sum);
            il.Emit(OpCodes.Ret);
        }));

        Assert.Equal((42, 8), Counted(methods.Run("Larger", 1)));
        Assert.Equal((41, 7), Counted(methods.Run("Larger", 0)));
    }

    [Theory]
    [InlineData(5, 20, 7)]
    [InlineData(0, -1, 7)]
    public void An_exception_ends_the_count_where_it_is_thrown(int divisor, int expected, int operations)
    {
        using var methods = CountedMethods.Of(("Divide", (method, il, type) =>
        {
            // try { local = 100 / argument; } catch { local = -1; } return local;
            var local = new VariableDefinition(type.Module.TypeSystem.Int32);
            method.Body.Variables.Add(local);
            var start = il.Create(OpCodes.Ldc_I4_S, (sbyte)100);
            var handler = il.Create(OpCodes.Pop);
            var end = il.Create(OpCodes.Ldloc_0);
            il.Append(start);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Div); // throws for 0: the three up to here have run, stloc and leave have not
            il.Emit(OpCodes.Stloc_0);
            il.Emit(OpCodes.Leave_S, end);
            il.Append(handler);
            il.Emit(OpCodes.Ldc_I4_M1);
            il.Emit(OpCodes.Stloc_0);
            il.Emit(OpCodes.Leave_S, end);
            il.Append(end);
            il.Emit(OpCodes.Ret);
            method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Catch)
            {
                TryStart = start,
                TryEnd = handler,
                HandlerStart = handler,
                HandlerEnd = end,
                CatchType = type.Module.ImportReference(typeof(DivideByZeroException)),
            });
        }));

        // 5 + 2 without, 3 + 4 + 2 with the exception.
        Assert.Equal((expected, divisor == 0 ? operations + 2 : operations), Counted(methods.Run("Divide", divisor)));
    }

    [Fact]
    public void A_finally_counts_once_however_it_is_reached()
    {
        using var methods = CountedMethods.OfSource("""
            public static class Class
            {
                static int[] array = new int[1];
                static int ended;
                public static int End(int index) { try { array[index]++; } finally { ended++; } return ended; }
                public static int Run(int index) { try { return End(index); } catch (System.IndexOutOfRangeException) { return -ended; } }
            }
            """);

        methods.Run("Run", 0); // makes the static fields
        var (fine, operations, _) = methods.Run("Run", 0);
        var (thrown, shorter, _) = methods.Run("Run", 9);

        Assert.Equal((2, -3), (fine, thrown));

        // End without: ldsfld ldarg ldelema dup ldind ldc add stind leave | ldsfld ldc add stsfld endfinally | ldsfld ret;
        // Run: ldarg call stloc leave ldloc ret. With: 3 of End and the finally; Run's 2, then pop ldsfld neg stloc leave ldloc ret.
        Assert.Equal((9 + 5 + 2 + 6, 3 + 5 + 2 + 7), (operations, shorter));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Copied_elements_are_priced_one_by_one(int count)
    {
        using var methods = CountedMethods.OfSource("""
            public static class Class
            {
                static short[] from = new short[1000], to = new short[1000];
                public static int Copy(int count) { System.Array.Copy(from, 0, to, 0, count); return count; }
            }
            """);

        methods.Run("Copy", 0); // makes the static fields
        var one = methods.Run("Copy", 1);
        var (_, operations, cost) = methods.Run("Copy", count);

        Assert.Equal(8, operations);
        Assert.Equal((count - 1) * (1503 - 1413) / 63.0, cost - one.Cost, 6);
    }

    [Fact]
    public void The_widths_of_arithmetic_are_told_apart()
    {
        using var methods = CountedMethods.OfSource("""
            public static class Class
            {
                public static int Narrow(int x) => x * x;
                public static int Wide(int x) => (int)((long)x * x);
                public static int Float(int x) => (int)((float)x * x);
                public static int Shifted(int x) => (int)(((long)x << x) + ((long)x >> x));
            }
            """);

        const double Argument = 70, Return = 210;
        Assert.Equal((2 * Argument) + 65 + Return, methods.Run("Narrow", 3).Cost);
        Assert.Equal((2 * Argument) + 132 + 132 + 73 + 110 + Return, methods.Run("Wide", 3).Cost);
        Assert.Equal((2 * Argument) + 153 + 153 + 85 + 110 + Return, methods.Run("Float", 3).Cost);

        // Each shift: ldarg conv.i8 ldarg ldc.i4.s 63 and shl or shr; the sum is of 64 bits.
        Assert.Equal((4 * Argument) + (2 * (132 + 32 + 30)) + 51 + 56 + 71 + 110 + Return, methods.Run("Shifted", 3).Cost);
    }

    [Fact]
    public void A_call_through_a_virtual_slot_is_dearer_than_a_call()
    {
        using var methods = CountedMethods.OfSource("""
            public abstract class Kernel { public abstract int Square(int x); public int Same(int x) => x; }
            public sealed class Plain : Kernel { public override int Square(int x) => x * x; }
            public static class Class
            {
                static Kernel kernel = new Plain();
                public static int Virtual(int x) => kernel.Square(x);
                public static int Direct(int x) => kernel.Same(x);
            }
            """);
        methods.Run("Virtual", 0); // makes the static field

        Assert.Equal((9, 4 + 4), Counted(methods.Run("Virtual", 3)));
        Assert.Equal((3, 4 + 2), Counted(methods.Run("Direct", 3)));
        const double Call = 231 + 70 + 210;
        Assert.Equal(Call + 460 + (70 + 210), methods.Run("Direct", 3).Cost);
        Assert.Equal(Call + (460 + 975 - 854 - 70) + (70 + 70 + 65 + 210), methods.Run("Virtual", 3).Cost);
    }

    [Fact]
    public void A_straight_line_kernel_of_40_KB()
    {
        const int Terms = 8000;
        using var methods = CountedMethods.Of(("Kernel", (method, il, type) =>
        {
            for (var i = 0; i < 200; i++)
            {
                method.Body.Variables.Add(new VariableDefinition(type.Module.TypeSystem.Int64));
            }

            for (var i = 0; i < Terms; i++)
            {
                var local = method.Body.Variables[i % 200];
                il.Emit(OpCodes.Ldloc, local);
                il.Emit(OpCodes.Ldc_I4, i % 200);
                il.Emit(OpCodes.Conv_I8);
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Stloc, local);
            }

            il.Emit(OpCodes.Ldloc, method.Body.Variables[199]);
            il.Emit(OpCodes.Conv_I4);
            il.Emit(OpCodes.Ret);
        }));

        Assert.Equal((199 * Terms / 200, (5 * Terms) + 3), Counted(methods.Run("Kernel", 0)));
    }

    private static void WriteLoop(MethodDefinition method, ILProcessor il, TypeDefinition type)
    {
        // for (i = 0; i < argument; i++) sum += i; return sum;
        method.Body.Variables.Add(new VariableDefinition(type.Module.TypeSystem.Int32));
        method.Body.Variables.Add(new VariableDefinition(type.Module.TypeSystem.Int32));
        var test = il.Create(OpCodes.Ldloc_1);
        var turn = il.Create(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Stloc_1);
        il.Emit(OpCodes.Br_S, test);
        il.Append(turn);
        il.Emit(OpCodes.Ldloc_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Ldloc_1);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc_1);
        il.Append(test);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Blt_S, turn);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ret);
    }

    private static (int Result, int Operations) Counted((int Result, long Operations, double Cost) run) => (run.Result, (int)run.Operations);
}
