using Esp32Aed.NanoFramework.Compiling;
using Esp32Aed.NanoFramework.References;
using Esp32Aed.NanoFramework.Subset;
using Xunit;

namespace Esp32Aed.Tests.NanoFramework;

public sealed class FirmwareCompilerTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("array initialisers", "static readonly int[] A = { 1, 2, 3, 4, 5 }; static readonly long[] B = { 1, 2, 3 }; static readonly sbyte[] C = { 1, -2, 3 };")]
    [InlineData("foreach", "int M(int[] a, ArrayList b, string c) { int n = 0; foreach (int i in a) n += i; foreach (object o in b) n++; foreach (char h in c) n += h; return n; }")]
    [InlineData("lock", "void M(object o) { lock (o) { } }")]
    [InlineData("using", "void M(IDisposable d) { using (d) { } using var e = new Timer(_ => { }, null, 0, 1); }")]
    [InlineData("exception filter", "int M() { try { throw new Exception(\"x\"); } catch (Exception e) when (e.Message == \"x\") { return 1; } finally { M(); } }")]
    [InlineData("interpolation", "string M(int a, string s, object o, float f) => $\"{a} {a:X4} {s} {o} {f:F2} {a,5}\" + s + a + o + 'c' + s;")]
    [InlineData("closures", "delegate int F(int x); int M(int y) { F f = x => x + y; int Local(int z) => z + y; return f(2) + Local(3); }")]
    [InlineData("switch", "int M(string s) { switch (s) { case \"a\": return 1; case \"b\": return 2; case \"c\": return 3; case \"d\": return 4; case \"e\": return 5; case \"f\": return 6; case \"g\": return 7; } return s switch { \"x\" => 1, _ => 2 }; }")]
    [InlineData("patterns", "int M(object o) => o is int i ? i >> 1 : o is string { Length: > 3 } s ? s.Length : 0;")]
    [InlineData("ref locals and structs", "struct S { public int X; public override string ToString() => X.ToString(\"X4\"); } int M(int[] a) { ref int r = ref a[0]; r++; S s = default; s.X = r; return s.X; }")]
    [InlineData("SpanByte", "int M() { SpanByte s = new byte[4]; s[0] = 1; return s.Slice(1).Length + s[0]; }")]
    [InlineData("events and properties", "event EventHandler E; int P { get; init; } int this[int i] => i; void M() { E += (s, a) => { }; E?.Invoke(this, EventArgs.Empty); }")]
    [InlineData("enumerations", "[Flags] enum E : byte { A = 1, B = 2 } bool M(E e) => e.HasFlag(E.B) && (e & E.A) != 0 && e.ToString() == \"\";")]
    [InlineData("finaliser", "~Program() { }")]
    [InlineData("params and defaults", "string M(string s) => string.Format(\"{0} {1}\", s, 2) + s.Split(',')[0] + s.Trim('a', 'b').PadLeft(3) + Convert.ToInt32(s); int N(params int[] a) => N(1, 2, 3);")]
    [InlineData("threads", "static int n; void M() { new Thread(() => Interlocked.Increment(ref n)).Start(); Thread.Sleep(Timeout.Infinite); }")]
    [InlineData("types", "string M(object o) => typeof(Program).FullName + o.GetType().Name + nameof(M);")]
    [InlineData("attributes", "[Obsolete] [MethodImpl(MethodImplOptions.Synchronized)] void M() { }")]
    public void Language_of_the_board_compiles(string feature, string members)
    {
        string source = $$"""
            using System;
            using System.Collections;
            using System.Runtime.CompilerServices;
            using System.Threading;
            [assembly: InternalsVisibleTo("A")]
            [assembly: InternalsVisibleTo("B")]
            namespace N;
            /// <summary>See <see cref="Nothing"/>.</summary>
            public class Program { {{members}} }
            """;

        var assembly = Gate.Compiler.CompileSource(source);

        Assert.True(assembly.Errors.Count == 0, $"{feature}: {string.Join('\n', assembly.Errors)}");
    }

    [Theory]
    [InlineData("bool M(string s) => string.IsNullOrWhiteSpace(s);", "IsNullOrWhiteSpace")]
    [InlineData("object M() => new System.Diagnostics.Stopwatch();", "Stopwatch")]
    [InlineData("void M(byte[] b) => System.Buffer.BlockCopy(b, 0, b, 0, 1);", "Buffer")]
    [InlineData("void M() => System.GC.Collect();", "Collect")]
    [InlineData("object M() => new System.Collections.Generic.List<int>();", "Generic")]
    [InlineData("string M(string s) => s.Replace(\"a\", \"b\");", "Replace")]
    [InlineData("double M() => System.Math.Sqrt(2);", "Math")]
    [InlineData("int? M() => 1;", "System.Nullable`1")]
    [InlineData("(int, int) M() => (1, 2);", "System.ValueTuple`2")]
    [InlineData("decimal M() => 1;", "System.Decimal")]
    [InlineData("System.Collections.IEnumerable M() { yield return 1; }", "System.Collections.Generic.IEnumerable`1")]
    [InlineData("async void M() { }", "AsyncVoidMethodBuilder")]
    [InlineData("record R(int A);", "System.IEquatable`1")]
    [InlineData("int M(int[] a) => a[^1];", "System.Index")]
    [InlineData("void M(System.ReadOnlySpan<int> s) { }", "ReadOnlySpan")]
    [InlineData("int M(int a) => a >>> 1;", "11.0")]
    [InlineData("System.SpanByte field;", "CS8345")]
    [InlineData("int M() { System.TimeSpan t; return t.Days; }", "CS0165")]
    public void What_the_board_lacks_is_an_error(string member, string named)
    {
        var assembly = Gate.Compiler.CompileSource($"public class Program {{ {member} }}");

        Assert.Contains(assembly.Errors, error => error.Contains(named, StringComparison.Ordinal));
        Assert.True(assembly.Image.IsEmpty);
    }

    [Fact]
    public void Calls_for_debug_builds_are_left_out()
    {
        var image = Gate.Compile("public class Program { void M(int a) => System.Diagnostics.Debug.Assert(a > 0.5); }");

        Assert.Empty(SubsetChecker.Check(image, integersOnly: true));
    }

    [Fact]
    public void Library_is_seen_only_where_it_is_referenced()
    {
        const string Source = "public class Program { double M() => System.Math.Sqrt(2); }";

        Assert.NotEmpty(Gate.Compiler.CompileSource(Source).Errors);
        Assert.Empty(Gate.Compiler.CompileSource(Source, ["mscorlib", "System.Math"]).Errors);
    }

    [Fact]
    public void Project_is_compiled_of_the_files_it_lists_and_of_its_projects()
    {
        Write("lib/sub/Listed.cs", "public class Listed { internal int N => 1; }");
        Write("lib/Unlisted.cs", "this is no C#");
        Write("lib/Lib.nfproj", Project("<Compile Include=\"sub\\Listed.cs\" /><Reference Include=\"mscorlib, Version=1.0.0.0\" />"));
        Write("app/Program.cs", "class Program { static void Main() => new Listed(); }");
        Write("app/App.nfproj", Project(
            "<Compile Include=\"Program.cs\" /><Reference Include=\"mscorlib\" /><ProjectReference Include=\"..\\lib\\Lib.nfproj\" />",
            "<OutputType>Exe</OutputType><AssemblyName>Named</AssemblyName>"));

        var application = Compile("app");

        Assert.Empty(application.Errors);
        Assert.Equal("Named", application.Name);
        Assert.Equal("Lib", Assert.Single(application.Projects).Name);
    }

    [Fact]
    public void Folder_without_a_project_is_compiled_whole()
    {
        Write("a/One.cs", "class One { Two two; }");
        Write("a/b/Two.cs", "class Two { }");
        Write("a/obj/Three.cs", "this is no C#");

        Assert.Empty(Compile("a").Errors);
    }

    [Fact]
    public void Release_symbols_are_set()
    {
        Write("a/A.cs", "#if BOARD && !TRIAL\nclass A { }\n#else\n#error\n#endif");
        Write("a/A.nfproj", Project(
            "<Compile Include=\"A.cs\" /><Reference Include=\"mscorlib\" />",
            "<DefineConstants>BOARD</DefineConstants></PropertyGroup><PropertyGroup Condition=\"'$(Configuration)' == 'Debug'\"><DefineConstants>TRIAL</DefineConstants>"));

        Assert.Empty(Compile("a").Errors);
    }

    [Theory]
    [InlineData("<Compile Include=\"Gone.cs\" />", "A.nfproj: lists Gone.cs, which is not there; nanoFramework projects list each file by name")]
    [InlineData("<Reference Include=\"System.Linq\" />", "A: references System.Linq, which has no list in tests/nanoframework-api")]
    [InlineData("<ProjectReference Include=\"A.nfproj\" />", "A.nfproj: refers back to itself through its project references")]
    public void Faulty_project_gets_one_line(string items, string message)
    {
        Write("A.nfproj", Project(items));

        Assert.Equal(message, Assert.Throws<FirmwareProjectException>(() => Compile("A.nfproj")).Message);
    }

    [Fact]
    public void Project_that_is_no_xml_gets_one_line()
    {
        Write("A.nfproj", "<Project>");

        Assert.Contains("A.nfproj: no XML: ", Assert.Throws<FirmwareProjectException>(() => Compile("A.nfproj")).Message, StringComparison.Ordinal);
    }

    private static string Project(string items, string properties = "") =>
        $"<Project xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\"><PropertyGroup>{properties}</PropertyGroup><ItemGroup>{items}</ItemGroup></Project>";

    private FirmwareAssembly Compile(string path) =>
        new FirmwareCompiler(ReferenceAssemblies.OfRepository).Compile(Path.Combine(folder.FullName, path));

    private void Write(string path, string text)
    {
        string file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
