using System.Xml;
using System.Xml.Linq;

namespace Esp32Aed.NanoFramework.Compiling;

/// <summary>What is compiled together: read from an <c>.nfproj</c>, or from a folder that has none yet.</summary>
/// <param name="Name">Name of the assembly.</param>
/// <param name="IsApplication">Whether it is an application with a <c>Main</c>.</param>
/// <param name="AllowsUnsafe">Whether it may use pointers.</param>
/// <param name="Symbols">Preprocessor symbols of the release build.</param>
/// <param name="Sources">Full paths of the C# files.</param>
/// <param name="References">Simple names of the libraries referenced.</param>
/// <param name="Projects">Full paths of the projects referenced.</param>
public sealed record FirmwareProject(
    string Name,
    bool IsApplication,
    bool AllowsUnsafe,
    IReadOnlyList<string> Symbols,
    IReadOnlyList<string> Sources,
    IReadOnlyList<string> References,
    IReadOnlyList<string> Projects)
{
    private static readonly string[] BuildFolders = ["bin", "obj"];

    /// <summary>Reads a project.</summary>
    /// <param name="path">
    /// An <c>.nfproj</c>, or a folder. A folder with one <c>.nfproj</c> stands for it; a folder without one is a library of all
    /// its C# files that references <c>mscorlib</c> alone.
    /// </param>
    /// <exception cref="FirmwareProjectException">The project is missing, is no XML, or lists files that are not there.</exception>
    public static FirmwareProject Read(string path)
    {
        if (File.Exists(path))
        {
            return ReadProject(Path.GetFullPath(path));
        }

        if (!Directory.Exists(path))
        {
            throw new FirmwareProjectException($"{path}: no such project or folder");
        }

        string[] projects = Directory.GetFiles(path, "*.nfproj");
        return projects.Length switch
        {
            0 => OfFolder(Path.GetFullPath(path)),
            1 => ReadProject(Path.GetFullPath(projects[0])),
            _ => throw new FirmwareProjectException($"{path}: holds {projects.Length} .nfproj files, name the one that is meant"),
        };
    }

    private static FirmwareProject OfFolder(string folder)
    {
        var sources = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Intersect(BuildFolders, StringComparer.Ordinal).Any())
            .Order(StringComparer.Ordinal);
        return new FirmwareProject(new DirectoryInfo(folder).Name, IsApplication: false, AllowsUnsafe: false, [], [.. sources], ["mscorlib"], []);
    }

    private static FirmwareProject ReadProject(string file)
    {
        XElement root;
        try
        {
            root = XDocument.Load(file).Root!;
        }
        catch (XmlException e)
        {
            throw new FirmwareProjectException($"{file}: no XML: {e.Message}");
        }

        string folder = Path.GetDirectoryName(file)!;
        return new FirmwareProject(
            Property(root, "AssemblyName") ?? Path.GetFileNameWithoutExtension(file),
            string.Equals(Property(root, "OutputType"), "Exe", StringComparison.OrdinalIgnoreCase),
            string.Equals(Property(root, "AllowUnsafeBlocks"), "true", StringComparison.OrdinalIgnoreCase),
            (Property(root, "DefineConstants") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            [.. Items(root, "Compile").Select(include => Existing(file, folder, include))],
            [.. Items(root, "Reference").Select(include => include.Split(',')[0].Trim())],
            [.. Items(root, "ProjectReference").Select(include => Existing(file, folder, include))]);
    }

    // The last value that holds for a release build.
    private static string? Property(XElement root, string name) =>
        root.Descendants(root.Name.Namespace + name)
            .LastOrDefault(element => !Conditions(element).Contains("Debug", StringComparison.OrdinalIgnoreCase))?.Value.Trim();

    private static string Conditions(XElement element) =>
        string.Concat(element.AncestorsAndSelf().Select(e => (string?)e.Attribute("Condition")));

    private static IEnumerable<string> Items(XElement root, string name) =>
        root.Descendants(root.Name.Namespace + name).Select(element => (string?)element.Attribute("Include")).OfType<string>();

    private static string Existing(string project, string folder, string include)
    {
        string path = Path.GetFullPath(Path.Combine(folder, include.Replace('\\', Path.DirectorySeparatorChar)));
        return File.Exists(path)
            ? path
            : throw new FirmwareProjectException($"{Path.GetFileName(project)}: lists {include}, which is not there; nanoFramework projects list each file by name");
    }
}
