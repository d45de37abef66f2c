using System.Text;

namespace Esp32Aed.Deployment.Console;

/// <summary>Bytes to lines: UTF-8, ended by LF or CR LF; control characters, which could command a terminal, are left out.</summary>
/// <param name="lines">Gets each line.</param>
internal sealed class LineText(Action<string> lines)
{
    private const int LongestLine = 4096;
    private readonly List<byte> line = [];

    /// <summary>Takes a byte.</summary>
    public void Add(byte value)
    {
        if (value == '\n')
        {
            Write();
            return;
        }

        line.Add(value);
        if (line.Count == LongestLine)
        {
            Write();
        }
    }

    /// <summary>Nothing more comes: a line that was begun is a line.</summary>
    public void End()
    {
        if (line.Count > 0)
        {
            Write();
        }
    }

    private void Write()
    {
        var text = Encoding.UTF8.GetString([.. line]);
        line.Clear();
        lines(string.Concat(text.Where(letter => letter == '\t' || !char.IsControl(letter))));
    }
}
