using System.Collections.Immutable;
using Esp32Aed.NanoFramework.Subset;
using Xunit;

namespace Esp32Aed.Tests.NanoFramework;

/// <summary>Each fault with a sound neighbour, as sources.</summary>
public class SubsetCheckerTests
{
    [Theory]
    [InlineData(SubsetRule.Generics, "class G<T> { }", "class G { }")]
    [InlineData(SubsetRule.Generics, "T M<T>(T t) => t;", "object M(object t) => t;")]
    [InlineData(SubsetRule.Generics, "System.Action<int> a;", "System.Action a;")]
    [InlineData(SubsetRule.Generics, "void M() { System.Func<int> f = () => 1; f(); }", "delegate int F(); void M() { F f = () => 1; f(); }")]
    [InlineData(SubsetRule.Generics, "object M() => typeof(System.EventHandler<>);", "object M() => typeof(System.EventHandler);")]
    [InlineData(SubsetRule.Generics, "event System.EventHandler<int> E;", "event System.EventHandler E;")]
    [InlineData(SubsetRule.MultiDimensionalArray, "int[,] a;", "int[][] a;")]
    [InlineData(SubsetRule.MultiDimensionalArray, "int M() { var a = new int[2, 2]; return a[1, 1]; }", "int M() { var a = new int[2][]; return a[1][1]; }")]
    [InlineData(SubsetRule.MultiDimensionalArray, "bool M(object o) => o is int[][,];", "bool M(object o) => o is int[][];")]
    [InlineData(SubsetRule.CheckedArithmetic, "int M(int a) => checked(a + 1);", "int M(int a) => unchecked(a + 1);")]
    [InlineData(SubsetRule.CheckedArithmetic, "uint M(uint a) => checked(a * a);", "uint M(uint a) => a * a;")]
    [InlineData(SubsetRule.CheckedArithmetic, "byte M(int a) => checked((byte)a);", "byte M(int a) => (byte)a;")]
    [InlineData(SubsetRule.CheckedArithmetic, "int M(int[] a, long i) => a[i];", "int M(int[] a, long i) => a[(int)i];")]
    [InlineData(SubsetRule.DefaultInterfaceMethod, "interface I { int M() => 1; }", "interface I { int M(); } class C : I { public int M() => 1; }")]
    [InlineData(SubsetRule.DefaultInterfaceMethod, "interface I { int P { get => 1; } }", "interface I { int P { get; } }")]
    [InlineData(SubsetRule.StackAllocation, "unsafe int M(int n) { int* p = stackalloc int[n]; return p[0]; }", "int M(int n) { int[] p = new int[n]; return p[0]; }")]
    [InlineData(SubsetRule.Pointer, "unsafe int M(int* p) => *p;", "int M(ref int p) => p;")]
    [InlineData(SubsetRule.Pointer, "unsafe int M(byte[] a) { fixed (byte* p = a) return p[0]; }", "int M(byte[] a) { ref byte p = ref a[0]; return p; }")]
    [InlineData(SubsetRule.Pointer, "unsafe delegate*<int> f;", "delegate int F(); F f;")]
    [InlineData(SubsetRule.UnsupportedOperation, "unsafe int M(delegate*<int> f) => f();", "delegate int F(); int M(F f) => f();")]
    public void Fault_is_caught_and_its_neighbour_passes(SubsetRule rule, string fault, string neighbour)
    {
        Caught(rule, Gate.Compile(Program(fault)));
        Passes(Gate.Compile(Program(neighbour)));
    }

    [Theory]
    [InlineData(SubsetRule.Nullable, "int? M() => 1;", "int M() => 1;")]
    [InlineData(SubsetRule.Nullable, "System.Nullable<int>[] a;", "int[] a;")]
    [InlineData(SubsetRule.Tuple, "(int, int) M() => (1, 2);", "int M(out int b) { b = 2; return 1; }")]
    [InlineData(SubsetRule.Tuple, "System.Tuple<int> t;", "class Tuple { } Tuple t;")]
    [InlineData(SubsetRule.Iterator, "System.Collections.IEnumerable M() { yield return 1; }", "class E : System.Collections.IEnumerator { public object Current => 1; public bool MoveNext() => false; public void Reset() { } }")]
    [InlineData(SubsetRule.Async, "async void M() { await System.Threading.Tasks.Task.Yield(); }", "void M() { }")]
    [InlineData(SubsetRule.Decimal, "string M() => decimal.One.ToString();", "string M() => 1L.ToString();")]
    [InlineData(SubsetRule.Span, "void M(System.Span<byte> s) { }", "void M(byte[] s) { }")]
    [InlineData(SubsetRule.Span, "int M(string s) => System.MemoryExtensions.AsSpan(s).Length;", "int M(string s) => s.Length;")]
    [InlineData(SubsetRule.StaticAbstractMember, "interface I { static abstract void M(); }", "abstract class I { public static void M() { } public abstract void N(); }")]
    [InlineData(SubsetRule.Generics, "T M<T>(T t) => t; void N() => M(1);", "void N() { }")]
    public void Fault_that_the_libraries_exclude_already_is_caught_too(SubsetRule rule, string fault, string neighbour)
    {
        Caught(rule, Gate.CompileForDesktop(Program(fault)));
        Passes(Gate.CompileForDesktop(Program(neighbour)));
    }

    [Theory]
    [InlineData("float f;", "int f;")]
    [InlineData("double M(int a) => a;", "long M(int a) => a;")]
    [InlineData("int M(int a) => (int)(a * 1.5f);", "int M(int a) => (a * 3) >> 1;")]
    [InlineData("void M() { System.Convert.ToDouble(\"1\"); }", "void M() { System.Convert.ToInt32(\"1\"); }")]
    [InlineData("int M(int a) { float[] f = { 1, 2 }; return f.Length; }", "int M(int a) { int[] f = { 1, 2 }; return f.Length; }")]
    public void Floating_point_is_a_fault_where_only_integers_are_allowed(string fault, string neighbour)
    {
        var image = Gate.Compile(Program(fault));

        Assert.Contains(SubsetChecker.Check(image, integersOnly: true), finding => finding.Rule == SubsetRule.FloatingPoint);
        Passes(image);
        Assert.Empty(SubsetChecker.Check(Gate.Compile(Program(neighbour)), integersOnly: true));
    }

    [Fact]
    public void Finding_says_what_is_where_once()
    {
        var image = Gate.Compile(Program("int Twice(int a) => checked(a + a + a); int Sound(int a) => a;"));

        Assert.Equal("CheckedArithmetic: Program.Twice: add.ovf", Assert.Single(SubsetChecker.Check(image)).ToString());
    }

    private static string Program(string members) => $"public class Program {{ {members} }}";

    private static void Caught(SubsetRule rule, ImmutableArray<byte> image) =>
        Assert.Contains(SubsetChecker.Check(image), finding => finding.Rule == rule);

    private static void Passes(ImmutableArray<byte> image) => Assert.Empty(SubsetChecker.Check(image));
}
