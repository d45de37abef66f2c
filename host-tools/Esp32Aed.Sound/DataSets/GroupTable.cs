using System.Text;

namespace Esp32Aed.Sound;

/// <summary>
/// Which sounds have one origin and must stay together when a set is split: a CSV with columns <c>file</c> and <c>group</c>; a list as of
/// ESC-50 serves too (<c>freesound_id</c> or <c>src_file</c> is the group). Sounds are known by their file name without folder and ending.
/// </summary>
public sealed class GroupTable
{
    /// <summary>The table that a folder of label tracks may hold.</summary>
    public const string Name = "groups.csv";

    private readonly Dictionary<string, string> groups = new(StringComparer.OrdinalIgnoreCase);

    private GroupTable()
    {
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Labels"/>: it can't be read, or a column or a field is missing.</exception>
    public static GroupTable Read(string path)
    {
        var csv = CsvTable.Read(path);
        var file = csv.Column(ClipTable.FileNames);
        var group = csv.Column(["group", .. ClipTable.OriginNames]);
        if (file < 0 || group < 0)
        {
            throw new UserFaultException(FaultKind.Labels, $"{path}: a table of groups needs the columns file and group");
        }

        var table = new GroupTable();
        foreach (var row in csv.Rows)
        {
            if (row[file].Length == 0 || row[group].Length == 0)
            {
                throw new UserFaultException(FaultKind.Labels, $"{path}:{row.Line}: needs both a file and a group");
            }

            table.groups[KeyOf(row[file])] = row[group];
        }

        return table;
    }

    /// <summary>Reads the table of that name in a folder; an empty table when there is none.</summary>
    /// <exception cref="UserFaultException">As <see cref="Read"/>.</exception>
    public static GroupTable OfFolder(string folder, string name = Name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? Read(path) : new GroupTable();
    }

    /// <summary>Writes a table.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Output"/>: it can't be written.</exception>
    public static void Write(string path, IEnumerable<(string File, string Group)> rows)
    {
        var text = new StringBuilder("file,group\n");
        foreach (var (file, group) in rows)
        {
            text.Append(Quoted(file)).Append(',').Append(Quoted(group)).Append('\n');
        }

        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The group of a sound; <see langword="null"/> when the table has none.</summary>
    public string? Of(string file) => groups.GetValueOrDefault(KeyOf(file));

    private static string KeyOf(string file) => Path.GetFileNameWithoutExtension(file.Replace('\\', '/'));

    private static string Quoted(string field) => field.AsSpan().ContainsAny(",\"") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
