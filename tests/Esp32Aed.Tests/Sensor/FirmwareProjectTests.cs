using System.Xml.Linq;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The .nfproj files can't be built here, so what a build would find out is looked up.</summary>
public sealed class FirmwareProjectTests
{
    private static readonly string Firmware = Path.Combine(RealData.Repository, "firmware");

    public static TheoryData<string> Projects => [.. Directory.GetFiles(Firmware, "*.nfproj", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(Firmware, p))];

    [Fact]
    public void There_are_eight_and_the_solution_lists_them()
    {
        var solution = File.ReadAllText(Path.Combine(Firmware, "Esp32Aed.Firmware.sln"));
        Assert.Equal(8, Projects.Count);
        foreach (var project in Projects.Select(row => row.Data))
        {
            var guid = Value(Load(project), "ProjectGuid");
            Assert.Contains($"\"{project.Replace('/', '\\')}\", \"{guid}\"", solution, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Lists_exactly_the_sources_of_its_folder(string project)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Firmware, project))!;
        var sources = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('/', '\\'))
            .Where(path => !path.StartsWith("bin\\", StringComparison.Ordinal) && !path.StartsWith("obj\\", StringComparison.Ordinal));
        Assert.Equal(sources.Order(StringComparer.Ordinal), Includes(Load(project), "Compile").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_come_from_the_packages_it_lists_in_their_versions(string project)
    {
        var document = Load(project);
        var folder = Path.GetDirectoryName(Path.Combine(Firmware, project))!;
        var packages = XDocument.Load(Path.Combine(folder, "packages.config")).Root!.Elements("package").ToList();
        Assert.All(packages, p => Assert.Equal("netnano1.0", (string?)p.Attribute("targetFramework")));
        var folders = packages.Select(p => $"{(string?)p.Attribute("id")}.{(string?)p.Attribute("version")}").ToList();
        var used = new HashSet<string>();
        foreach (var reference in document.Descendants().Where(e => e.Name.LocalName == "Reference"))
        {
            var name = (string)reference.Attribute("Include")!;
            var parts = reference.Elements().Single(e => e.Name.LocalName == "HintPath").Value.Split('\\');
            Assert.Equal(["..", "packages", parts[2], "lib", name + ".dll"], parts);
            Assert.Contains(parts[2], folders);
            used.Add(parts[2]);
        }

        Assert.Equal(folders.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Its_project_references_exist_and_its_packages_agree_with_theirs(string project)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Firmware, project))!;
        foreach (var reference in Includes(Load(project), "ProjectReference"))
        {
            var other = Path.Combine(folder, reference.Replace('\\', Path.DirectorySeparatorChar));
            Assert.True(File.Exists(other), reference);
            var mine = Packages(folder);
            Assert.All(Packages(Path.GetDirectoryName(other)!), p => Assert.Equal(p.Value, mine[p.Key]));
        }
    }

    private static Dictionary<string, string> Packages(string folder) =>
        XDocument.Load(Path.Combine(folder, "packages.config")).Root!.Elements("package")
            .ToDictionary(p => (string)p.Attribute("id")!, p => (string)p.Attribute("version")!);

    private static XDocument Load(string project) => XDocument.Load(Path.Combine(Firmware, project));

    private static string Value(XDocument document, string name) => document.Descendants().Single(e => e.Name.LocalName == name).Value;

    private static IEnumerable<string> Includes(XDocument document, string item) =>
        document.Descendants().Where(e => e.Name.LocalName == item).Select(e => (string)e.Attribute("Include")!);
}
