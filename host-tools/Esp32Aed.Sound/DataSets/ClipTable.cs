using CsvHelper;

namespace Esp32Aed.Sound;

/// <summary>A CSV with a line for each sound; columns are found by name: <c>file</c> and <c>class</c>, or what ESC-50 calls them.</summary>
internal sealed class ClipTable
{
    private static readonly string[] FileNames = ["file", "filename"];
    private static readonly string[] ClassNames = ["class", "category"];
    private static readonly string[] OriginNames = ["freesound_id", "src_file"];

    private ClipTable(IReadOnlyList<Row> rows) => Rows = rows;

    /// <summary>The lines below the header.</summary>
    public IReadOnlyList<Row> Rows { get; }

    /// <summary>Reads the table; <see langword="null"/> when it has no columns for sound and class.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Labels"/>: it can't be read as CSV.</exception>
    public static ClipTable? TryRead(string path)
    {
        var options = CsvReaderOptions.Default with
        {
            HasHeader = false,
            AllowLineBreaksInQuotes = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
        };
        try
        {
            using var reader = CsvReader.FromText(TextFile.Read(path, FaultKind.Labels), options);
            return TryRead(reader);
        }
        catch (CsvFormatException error)
        {
            throw new UserFaultException(FaultKind.Labels, $"{path}: can't be read as CSV; save it again as comma separated UTF-8", error);
        }
    }

    private static ClipTable? TryRead(CsvReader reader)
    {
        if (!reader.Read())
        {
            return null;
        }

        var header = reader.Current.ToArray();
        var file = Column(header, FileNames);
        var label = Column(header, ClassNames);
        if (file < 0 || label < 0)
        {
            return null;
        }

        var fold = Column(header, ["fold"]);
        var origin = Column(header, OriginNames);
        var rows = new List<Row>();
        while (reader.Read())
        {
            var fields = reader.Current.ToArray();
            rows.Add(new Row((int)reader.LineNumber, Field(fields, file), Field(fields, label), Field(fields, fold), Field(fields, origin)));
        }

        return new ClipTable(rows);
    }

    private static int Column(string[] header, string[] names) =>
        Array.FindIndex(header, name => names.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static string Field(string[] fields, int column) => column >= 0 && column < fields.Length ? fields[column] : "";

    /// <summary>One line; what it doesn't have is empty.</summary>
    public sealed record Row(int Line, string File, string Class, string Fold, string Origin);
}
