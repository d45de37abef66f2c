namespace Esp32Aed.Sensor;

/// <summary>Short texts kept in state files.</summary>
internal static class AsciiText
{
    /// <summary>Most characters of a text that is kept.</summary>
    public const int MostCharacters = 120;

    /// <summary>A text of at most <see cref="MostCharacters"/> printable ASCII characters; others become <c>?</c>.</summary>
    public static string Trimmed(string text)
    {
        // Indexing a string is wrong on the board beyond ASCII.
        var all = text.ToCharArray();
        var kept = new char[all.Length < MostCharacters ? all.Length : MostCharacters];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = all[i] < ' ' || all[i] > '~' ? '?' : all[i];
        }

        return new string(kept);
    }

    /// <summary>The bytes of a trimmed text.</summary>
    public static byte[] ToBytes(string text)
    {
        var characters = text.ToCharArray();
        var bytes = new byte[characters.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)characters[i];
        }

        return bytes;
    }

    /// <summary>The text that bytes hold.</summary>
    public static string From(byte[] bytes, int offset, int count)
    {
        var characters = new char[count];
        for (var i = 0; i < count; i++)
        {
            characters[i] = (char)bytes[offset + i];
        }

        return new string(characters);
    }
}
