using Esp32Aed.NanoFramework.Lists;
using Esp32Aed.NanoFramework.References;
using Mono.Cecil;
using Xunit;

namespace Esp32Aed.Tests.NanoFramework;

public class ReferenceAssemblyTests
{
    private const string Finaliser = "M:System.Object.Finalize() System.Void protected virtual";

    public static TheoryData<string> Libraries => [.. ReferenceAssemblies.OfRepository.Names];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Holds_what_its_list_holds_and_nothing_else(string library)
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(ReferenceAssemblies.OfRepository.Image(library)));
        string list = Path.Combine(RealData.Repository, "tests", "nanoframework-api", library + ".txt");

        Assert.Equal(
            File.ReadLines(list).Select(WithSortedBases).Order(StringComparer.Ordinal),
            ListedForm.Of(module).Where(line => line != Finaliser).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Core_library_stands_alone()
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(ReferenceAssemblies.OfRepository.Image("mscorlib")));

        Assert.Empty(module.AssemblyReferences);
        Assert.Null(module.GetType("System.Object").BaseType);
    }

    [Theory]
    [InlineData("T:A class\nX:A.B()", "a.txt:3: not understood: X:A.B()")]
    [InlineData("T:A thing", "a.txt:2: not understood: T:A thing")]
    [InlineData("F:A.B = 1", "a.txt:2: not understood: F:A.B = 1")]
    [InlineData("T:A class\nM:A.B(System.Int32) System.Void", "a.txt:3: not understood: M:A.B(System.Int32) System.Void")]
    public void Faulty_line_of_a_list_is_named(string lines, string message)
    {
        using var text = new StringReader("# a 1.0.0.0 references: \n" + lines);

        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => ApiListReader.Read("a.txt", text)).Message);
    }

    [Fact]
    public void Type_that_no_list_has_is_named()
    {
        using var text = new StringReader("# mscorlib 1.0.0.0 references: \nT:System.Object class\nM:System.Object.GetType() System.Type");
        var list = ApiListReader.Read("mscorlib.txt", text);

        Assert.Equal("no API list has the type System.Type", Assert.Throws<InvalidDataException>(() => ReferenceAssemblies.FromLists([list])).Message);
    }

    // A table of the format sorts the bases of a type.
    private static string WithSortedBases(string line)
    {
        int colon = line.StartsWith("T:", StringComparison.Ordinal) ? line.IndexOf(" : ", StringComparison.Ordinal) : -1;
        return colon < 0 ? line : line[..(colon + 3)] + string.Join(", ", line[(colon + 3)..].Split(", ").Order(StringComparer.Ordinal));
    }
}
