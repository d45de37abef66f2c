namespace Esp32Aed.Sensor;

/// <summary>What names, hosts and addresses may look like.</summary>
public static class TextRules
{
    /// <summary>The decimal digits.</summary>
    public const string Digits = "0123456789";

    /// <summary>Characters of keys and section names.</summary>
    public const string KeyCharacters = "abcdefghijklmnopqrstuvwxyz_";

    /// <summary>Characters of a device name, which becomes part of an MQTT topic.</summary>
    public const string NameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private const string HostCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

    /// <summary>The text is not empty and has none but the allowed characters.</summary>
    public static bool IsAll(string text, string allowed)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (allowed.IndexOf(text[i]) < 0)
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    /// <summary>The text is a host name or an IPv4 address.</summary>
    public static bool IsHost(string text) =>
        IsAll(text, HostCharacters) && text[0] != '.' && text[0] != '-' && text.Length <= 253;

    /// <summary>The text is a file name on the drive, without folders.</summary>
    public static bool IsFileName(string text) =>
        IsAll(text, HostCharacters) && text[0] != '.' && text.Length <= 31;

    /// <summary>The text is an absolute address: <c>http://host</c> or <c>https://host</c>, then perhaps <c>:port</c> and <c>/path</c>.</summary>
    public static bool IsWebAddress(string text)
    {
        var start = text.StartsWith("http://") ? 7 : text.StartsWith("https://") ? 8 : -1;
        if (start < 0)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] <= ' ' || text[i] > '~')
            {
                return false;
            }
        }

        var end = text.IndexOf('/', start);
        var host = end < 0 ? text.Substring(start) : text.Substring(start, end - start);
        var colon = host.IndexOf(':');
        if (colon >= 0)
        {
            var port = host.Substring(colon + 1);
            if (!IsAll(port, Digits) || port.Length > 5 || int.Parse(port) < 1 || int.Parse(port) > 65535)
            {
                return false;
            }

            host = host.Substring(0, colon);
        }

        return IsHost(host);
    }
}
