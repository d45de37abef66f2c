using Esp32Aed.NanoFramework.Subset;
using Mono.Cecil.Cil;
using Xunit;

namespace Esp32Aed.Tests.NanoFramework;

/// <summary>Signed operations on what was unsigned, of the kinds that differ between the interpreter and the desktop, and of kinds that do not.</summary>
public class UnsignedTagTests
{
    [Theory]
    [InlineData("long M(int n) => n > ((int)u >> n) ? 1 : 0;", "shr")]
    [InlineData("bool M(int n) => n > (int)u % n;", "rem")]
    [InlineData("void M() => l = (int)u;", "conv.i8")]
    [InlineData("void M() => l = (long)(int)u;", "conv.i8")]
    [InlineData("void M(long x, int n) => l = ((long)u - x) >> n;", "shr")]
    [InlineData("void M(long x) => l = (0x80000000L - x) >> 4;", "shr")]
    [InlineData("void M(long x) => l = -(0xFFFFFFFFL & x) % 7;", "rem")]
    [InlineData("void M(long x) => l = ((u * x + x) << 3) >> 3;", "shr")]
    [InlineData("void M() => l = -u >> 3;", "shr")]
    [InlineData("void M() => l = (long)ul >> 4;", "shr")]
    [InlineData("void M(uint[] a) => i = (int)a[0] >> 4;", "shr")]
    [InlineData("void M(ulong[] a) => l = (long)a[0] >> 4;", "shr")]
    [InlineData("void M(ulong[][] a) => l = (long)a[0][1] >> 4;", "shr")]
    [InlineData("void M(ref ulong a) => l = (long)a >> 4;", "shr")]
    [InlineData("void M(uint a) => i = ((int)(a >> 16) - 32768) % 4;", "rem")]
    [InlineData("void M(object o) => i = (int)(uint)o >> 4;", "shr")]
    [InlineData("uint F() => u; void M() => i = (int)F() >> 4;", "shr")]
    [InlineData("enum E : uint { A } void M(E e) => i = (int)e >> 4;", "shr")]
    [InlineData("void M(bool b) => i = (b ? i : (int)u) >> 4;", "shr")]
    [InlineData("void M(bool b) => i = (b ? (int)u : i) >> 4;", "shr")]
    [InlineData("void M() { try { i = 1; } catch (System.Exception) { i = (int)u >> 4; } }", "shr")]
    [InlineData("void M() { int x = (int)u; i = x >> 4; }", "shr")]
    [InlineData("double d; void M() => d = (int)u;", "conv.r8")]
    [InlineData("int M() => (int)u;", "ret")]
    [InlineData("long M() => u;", "ret")]
    [InlineData("long M() => (long)ul;", "ret")]
    [InlineData("void M(ref int a) => a = (int)u;", "stind.i4")]
    [InlineData("void M(out long a) => a = u;", "stind.i8")]
    [InlineData("static void F(string s, int x) { } void M() => F(null, (int)u);", "argument 2 of F")]
    [InlineData("void M() => System.Threading.Thread.Sleep((int)u);", "argument 1 of Sleep")]
    [InlineData("interface I { void F(long x, int y); } void M(I o) => o.F(u, 1);", "argument 1 of F")]
    [InlineData("class C { public C(int x) { } } object M() => new C((int)u);", "argument 1 of .ctor")]
    [InlineData("delegate void D(int x); void M(D d) => d((int)u);", "argument 1 of Invoke")]
    public void Signed_operation_on_an_unsigned_tag_is_caught(string members, string named)
    {
        var finding = Assert.Single(Check(members));

        Assert.Equal(SubsetRule.UnsignedTag, finding.Rule);
        Assert.Contains(named, finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local that stays", "int M(int n) { int x = (int)u; for (; n > 0; n--) x += x >> 4; return x >> n; }")]
    [InlineData("conversion to short", "int M() => (short)u >> 4;")]
    [InlineData("conversion to sbyte", "long M() => (sbyte)(u >> 24);")]
    [InlineData("conversion to byte", "int M() => (byte)u >> 4;")]
    [InlineData("conversion through long", "int M() => (int)(long)u >> 4;")]
    [InlineData("low half of a long", "int M() => (int)l >> 4;")]
    [InlineData("low half of a ulong", "int M() => (int)ul >> 4;")]
    [InlineData("field", "int M() { i = (int)u; return i >> 4; }")]
    [InlineData("long field", "long M() { l = u; return l >> 4; }")]
    [InlineData("element", "int M(int[] a) { a[0] = (int)u; return a[0] >> 4; }")]
    [InlineData("elements of long", "long M(long[] a) { a[0] = (long)ul; return a[0] >> 4; }")]
    [InlineData("signed value for a reference", "void M(ref int a) => a = (short)u;")]
    [InlineData("unsigned reference", "void M(ref uint a, out ulong b) { a = u; b = u; }")]
    [InlineData("compound assignment", "void M(ref int a, int[] b) { a += (int)u; b[0] |= (int)u; }")]
    [InlineData("assigned argument", "int M(int a, bool b) { if (b) { a = (int)u; } return a >> 4; }")]
    [InlineData("box", "int M() { object o = (int)u; return (int)o >> 4; }")]
    [InlineData("unsigned shift", "uint M(int n) => u >> n;")]
    [InlineData("unsigned remainder", "void M(ulong n) => ul = ul % n;")]
    [InlineData("division", "bool M(int n) => (int)u / n < n;")]
    [InlineData("comparison", "bool M() => (int)u < 0;")]
    [InlineData("unsigned argument", "static void F(uint x, ulong y) { } void M() => F((uint)i, u);")]
    [InlineData("unsigned return", "ulong M() => u;")]
    [InlineData("double of unsigned", "double M() => u;")]
    [InlineData("shift count", "int M() => i >> (int)u;")]
    [InlineData("right operand", "long M() => (l - 0xFFFFFFFFL - u) >> 4;")]
    [InlineData("ushort and char", "int M(ushort a, char b) => (a << 16 >> 3) + (b - 'a') % 3;")]
    [InlineData("length", "int M(int[] a) => (a.Length - 5) >> 1;")]
    [InlineData("signed constant", "long M(long x) => (0x7FFFFFFFL - x) >> 4;")]
    public void Signed_operation_on_a_signed_value_passes(string what, string members) => Assert.True(Check(members) is [], what);

    [Fact]
    public void Tag_that_comes_late_around_a_loop_is_caught()
    {
        // The first pass meets shr with a signed value; only the branch back brings the unsigned one.
        var image = PlantedIl.Method((_, il) =>
        {
            var loop = Instruction.Create(OpCodes.Ldc_I4_1);
            il.Emit(OpCodes.Ldc_I4_0);
            il.Append(loop);
            il.Emit(OpCodes.Shr);
            il.Emit(OpCodes.Conv_U4);
            il.Emit(OpCodes.Br, loop);
        });

        Assert.Equal("UnsignedTag: Class.Planted: IL_0002 shr: left operand is tagged unsigned", Assert.Single(SubsetChecker.Check(image)).ToString());
    }

    private static IReadOnlyList<Finding> Check(string members) => SubsetChecker.Check(Gate.Compile(
        $"public class Program {{ static uint u; static ulong ul; static int i; static long l; {members} }}"));
}
