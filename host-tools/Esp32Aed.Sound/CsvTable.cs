using CsvHelper;

namespace Esp32Aed.Sound;

/// <summary>A CSV with a header line; columns are found by name, whatever their order.</summary>
internal sealed class CsvTable
{
    private readonly string[] header;

    private CsvTable(string[] header, IReadOnlyList<Row> rows)
    {
        this.header = header;
        Rows = rows;
    }

    /// <summary>The lines below the header.</summary>
    public IReadOnlyList<Row> Rows { get; }

    /// <summary>Reads the table; one without a single line has no columns.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Labels"/>: it can't be read as CSV.</exception>
    public static CsvTable Read(string path)
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
            var names = reader.Read() ? reader.Current.ToArray() : [];
            var rows = new List<Row>();
            while (reader.Read())
            {
                rows.Add(new Row((int)reader.LineNumber, reader.Current.ToArray()));
            }

            return new CsvTable(names, rows);
        }
        catch (CsvFormatException error)
        {
            throw new UserFaultException(FaultKind.Labels, $"{path}: can't be read as CSV; save it again as comma separated UTF-8", error);
        }
    }

    /// <summary>The first column that has one of these names, in any case; -1 when none has.</summary>
    public int Column(params string[] names) => Array.FindIndex(header, name => names.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>One line.</summary>
    public sealed record Row(int Line, string[] Fields)
    {
        /// <summary>What stands in a column; empty when the line or the table has no such column.</summary>
        public string this[int column] => column >= 0 && column < Fields.Length ? Fields[column] : "";
    }
}
