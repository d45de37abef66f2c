using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// A folder of empty files whose names hold bytes. On the board each file that is opened costs a write to the flash, even for reading. A folder is listed without any, and a file gets
/// another name by one short write that is done whole or not at all, wherever the power is cut. Four characters (A-Z a-z 0-9 - _) hold three bytes.
/// </summary>
public static class NameFolder
{
    /// <summary>Bytes that a name can hold: with the tags of the board's file system they take two of its program units.</summary>
    public const int MostBytes = 159;

    private const int CharBits = 6;
    private const int CharMask = 63;
    private static readonly char[] Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".ToCharArray();

    /// <summary>Paths of all files in a folder, in any order; none where there is no folder.</summary>
    public static string[] List(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder) : new string[0];

    /// <summary>Path of the file that holds some bytes.</summary>
    /// <param name="folder">The folder, without a backslash at its end.</param>
    /// <param name="bytes">The bytes.</param>
    public static string PathOf(string folder, byte[] bytes)
    {
        var chars = new char[((bytes.Length * 8) + CharBits - 1) / CharBits];
        var waiting = 0;
        var bits = 0;
        var at = 0;
        foreach (var b in bytes)
        {
            waiting = ((waiting << 8) | b) & 0xFFFF;
            for (bits += 8; bits >= CharBits; bits -= CharBits)
            {
                chars[at++] = Alphabet[(waiting >> (bits - CharBits)) & CharMask];
            }
        }

        if (bits > 0)
        {
            chars[at] = Alphabet[(waiting << (CharBits - bits)) & CharMask];
        }

        return folder + "\\" + new string(chars);
    }

    /// <summary>The bytes that a path's name holds; what is none of the characters counts as zeros.</summary>
    public static byte[] BytesOf(string path)
    {
        var chars = path.ToCharArray();
        var first = path.LastIndexOf('\\') + 1;
        var bytes = new byte[(chars.Length - first) * CharBits / 8];
        var waiting = 0;
        var bits = 0;
        var at = 0;
        for (var i = first; i < chars.Length; i++)
        {
            waiting = ((waiting << CharBits) | ValueOf(chars[i])) & 0xFFFF;
            bits += CharBits;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[at++] = (byte)(waiting >> bits);
            }
        }

        return bytes;
    }

    /// <summary>Makes a file that is not there, and its folder if need be.</summary>
    /// <exception cref="IOException">The drive refuses; the file is there or not.</exception>
    public static void Create(string folder, string path)
    {
        Directory.CreateDirectory(folder);
        new FileStream(path, FileMode.Create, FileAccess.Write).Dispose();
    }

    /// <summary>Gives a file another name. A call that failed may have done its work: then it did not fail.</summary>
    /// <exception cref="IOException">It still has the old one.</exception>
    public static void Rename(string path, string newPath)
    {
        try
        {
            File.Move(path, newPath);
        }
        catch (IOException)
        {
            if (!File.Exists(newPath))
            {
                throw;
            }
        }
    }

    private static int ValueOf(char c)
    {
        if (c >= 'A' && c <= 'Z')
        {
            return c - 'A';
        }

        if (c >= 'a' && c <= 'z')
        {
            return c - 'a' + 26;
        }

        if (c >= '0' && c <= '9')
        {
            return c - '0' + 52;
        }

        return c == '-' ? 62 : c == '_' ? 63 : 0;
    }
}
