namespace Esp32Aed.Sound;

/// <summary>A CSV with a line for each sound; columns are found by name: <c>file</c> and <c>class</c>, or what ESC-50 calls them.</summary>
internal sealed class ClipTable
{
    /// <summary>Names of the column that holds the sound file.</summary>
    public static readonly string[] FileNames = ["file", "filename"];

    /// <summary>Names of the column that holds the recording which a sound was cut from.</summary>
    public static readonly string[] OriginNames = ["freesound_id", "src_file"];

    private static readonly string[] ClassNames = ["class", "category"];

    private ClipTable(IReadOnlyList<Row> rows) => Rows = rows;

    /// <summary>The lines below the header.</summary>
    public IReadOnlyList<Row> Rows { get; }

    /// <summary>Reads the table; <see langword="null"/> when it has no columns for sound and class.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Labels"/>: it can't be read as CSV.</exception>
    public static ClipTable? TryRead(string path)
    {
        var table = CsvTable.Read(path);
        var file = table.Column(FileNames);
        var label = table.Column(ClassNames);
        if (file < 0 || label < 0)
        {
            return null;
        }

        var fold = table.Column("fold");
        var origin = table.Column(OriginNames);
        return new ClipTable([.. table.Rows.Select(row => new Row(row.Line, row[file], row[label], row[fold], row[origin]))]);
    }

    /// <summary>One line; what it doesn't have is empty.</summary>
    public sealed record Row(int Line, string File, string Class, string Fold, string Origin);
}
