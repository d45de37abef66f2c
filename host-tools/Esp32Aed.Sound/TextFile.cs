using System.Text;

namespace Esp32Aed.Sound;

/// <summary>Reads small text files: UTF-8, with or without byte order mark, any line ends.</summary>
internal static class TextFile
{
    private const long MostBytes = 64L << 20;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole text, without the byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The fault to raise when it can't be read as text.</param>
    /// <exception cref="UserFaultException">Of that kind.</exception>
    public static string Read(string path, FaultKind kind)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.Length > MostBytes)
            {
                throw new UserFaultException(kind, $"{path}: {stream.Length >> 20} MB is too large for a text of labels");
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Decode(bytes, path, kind);
        }
        catch (FileNotFoundException error)
        {
            throw new UserFaultException(kind, $"{path}: no such file", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(kind, $"{path}: can't be read: {error.Message}", error);
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string path, FaultKind kind)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new UserFaultException(kind, $"{path}: is UTF-16; save it as UTF-8");
        }

        if (bytes.Contains((byte)0))
        {
            throw new UserFaultException(kind, $"{path}: is no text file (it has zero bytes)");
        }

        try
        {
            return Strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new UserFaultException(kind, $"{path}: is not UTF-8 (byte {error.Index + 1}); save it as UTF-8", error);
        }
    }
}
