using System.Collections;

namespace Esp32Aed.Sensor;

/// <summary>
/// The parser of nf.config and nf.secrets: sections in brackets, <c>key = value</c> lines, and comments from a <c>#</c> that begins
/// a line or follows a space. Sections and keys are lower case and come once; values are plain ASCII; comments may hold anything.
/// </summary>
public sealed class SettingsFile
{
    private readonly string name;
    private readonly ArrayList sections = new ArrayList();
    private readonly ArrayList sectionLines = new ArrayList();
    private readonly ArrayList entries = new ArrayList();
    private int lineCount;

    private SettingsFile(string name) => this.name = name;

    /// <summary>Settings in the file.</summary>
    public int Count => entries.Count;

    /// <summary>Reads a settings file.</summary>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="content">Its bytes; lines end with LF or CR LF, a UTF-8 byte order mark is skipped.</param>
    /// <exception cref="SettingsException">A line can't be understood, or says again what an earlier one said.</exception>
    public static SettingsFile Parse(string name, byte[] content)
    {
        var file = new SettingsFile(name);
        var start = content.Length >= 3 && content[0] == 0xEF && content[1] == 0xBB && content[2] == 0xBF ? 3 : 0;
        while (start < content.Length)
        {
            var end = start;
            while (end < content.Length && content[end] != '\n')
            {
                end++;
            }

            file.lineCount++;
            file.ParseLine(file.TextOf(content, start, end));
            start = end + 1;
        }

        return file;
    }

    /// <summary>The setting at a place of the file, from 0.</summary>
    public SettingsEntry this[int index] => (SettingsEntry)entries[index];

    /// <summary>The setting of a section, or null.</summary>
    public SettingsEntry Find(string section, string key)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = this[i];
            if (entry.Section == section && entry.Key == key)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The setting of a section.</summary>
    /// <param name="section">Name of the section.</param>
    /// <param name="key">Name of the setting.</param>
    /// <param name="example">A value to show to those who forgot it.</param>
    /// <exception cref="SettingsException">It is not in the file; the line is that of the section, or the last.</exception>
    public SettingsEntry Require(string section, string key, string example)
    {
        var entry = Find(section, key);
        if (entry == null)
        {
            var at = sections.IndexOf(section);
            throw at < 0
                ? Fault(lineCount == 0 ? 1 : lineCount, "section [" + section + "] is missing; add [" + section + "] with " + key + " = " + example)
                : Fault((int)sectionLines[at], "[" + section + "] has no " + key + "; add " + key + " = " + example);
        }

        return entry;
    }

    /// <summary>Refuses what is not known.</summary>
    /// <param name="known">All settings there are, as <c>section.key</c>.</param>
    /// <exception cref="SettingsException">A section or key is none of them.</exception>
    public void RequireKnown(string[] known)
    {
        for (var i = 0; i < sections.Count; i++)
        {
            if (KeysOf((string)sections[i], known).Length == 0)
            {
                throw Fault((int)sectionLines[i], "unknown section [" + sections[i] + "]; the sections are " + SectionsOf(known));
            }
        }

        for (var i = 0; i < entries.Count; i++)
        {
            var entry = this[i];
            var isKnown = false;
            for (var k = 0; k < known.Length && !isKnown; k++)
            {
                isKnown = known[k] == entry.Section + "." + entry.Key;
            }

            if (!isKnown)
            {
                throw entry.Fault("unknown key " + entry.Key + "; [" + entry.Section + "] has " + KeysOf(entry.Section, known));
            }
        }
    }

    /// <summary>The value of a setting, or null where there is none.</summary>
    public static string ValueOf(SettingsEntry entry) => entry == null ? null : entry.Value;

    /// <summary>A secret, or null where there is none.</summary>
    /// <param name="secrets">nf.secrets, or null.</param>
    /// <param name="section">Name of the section.</param>
    /// <param name="key">Name of the secret.</param>
    public static string SecretOf(SettingsFile secrets, string section, string key) =>
        secrets == null ? null : ValueOf(secrets.Find(section, key));

    /// <summary>A whole number, or another where there is no such setting.</summary>
    /// <exception cref="SettingsException">It is not a number of that range.</exception>
    public int NumberOr(string section, string key, int otherwise, int minimum, int maximum, string unit)
    {
        var entry = Find(section, key);
        return entry == null ? otherwise : entry.AsNumber(minimum, maximum, unit);
    }

    /// <summary>The name of a file on drive <c>I:</c>, or another where there is no such setting.</summary>
    /// <exception cref="SettingsException">It is not a name, or has folders.</exception>
    public string FileOr(string section, string key, string otherwise)
    {
        var entry = Find(section, key);
        if (entry == null)
        {
            return otherwise;
        }

        return TextRules.IsFileName(entry.Value) ? entry.Value : throw entry.Fault(key + " = " + entry.Value
            + " is not allowed; write a name without folders, such as " + (otherwise ?? "ca.pem"));
    }

    /// <summary>An <c>http</c> or <c>https</c> address, or null where there is none.</summary>
    /// <param name="section">Name of the section.</param>
    /// <param name="key">Name of the setting.</param>
    /// <param name="example">An address to show to those who forgot it.</param>
    /// <param name="isUsed">It must be there.</param>
    /// <exception cref="SettingsException">It is not an address, or is missing.</exception>
    public string WebAddress(string section, string key, string example, bool isUsed)
    {
        var entry = isUsed ? Require(section, key, example) : Find(section, key);
        if (entry != null && !TextRules.IsWebAddress(entry.Value))
        {
            throw entry.Fault(key + " = " + entry.Value + " is not allowed; write it like " + (example ?? "http://192.168.1.10:8080/path"));
        }

        return ValueOf(entry);
    }

    /// <summary>The file of the authority that signed a server's certificate, or null for an address without TLS.</summary>
    /// <exception cref="SettingsException">The address begins with https, and no file is named.</exception>
    public string AuthorityOf(string section)
    {
        var url = Find(section, "url");
        var file = FileOr(section, "ca", null);
        if (url != null && url.Value.StartsWith("https:") && file == null)
        {
            throw url.Fault("https needs the certificate of the authority that signed the server's; add ca = ca.pem to [" + section + "]");
        }

        return file;
    }

    private static string KeysOf(string section, string[] known)
    {
        var keys = string.Empty;
        for (var k = 0; k < known.Length; k++)
        {
            if (known[k].StartsWith(section + "."))
            {
                keys += (keys.Length == 0 ? string.Empty : ", ") + known[k].Substring(section.Length + 1);
            }
        }

        return keys;
    }

    private static string SectionsOf(string[] known)
    {
        var names = string.Empty;
        for (var k = 0; k < known.Length; k++)
        {
            var section = "[" + known[k].Substring(0, known[k].IndexOf('.')) + "]";
            if (!names.EndsWith(section))
            {
                names += (names.Length == 0 ? string.Empty : " ") + section;
            }
        }

        return names;
    }

    private SettingsException Fault(int line, string text) => new SettingsException(name, line, text);

    private string TextOf(byte[] content, int start, int end)
    {
        var characters = new char[end - start];
        var length = 0;
        for (var i = start; i < end; i++)
        {
            var b = content[i];
            if (b == '#' && (i == start || content[i - 1] == ' ' || content[i - 1] == '\t'))
            {
                break;
            }

            if (b == '\r' && i == end - 1)
            {
                break;
            }

            if ((b < ' ' && b != '\t') || b > '~')
            {
                throw Fault(lineCount, "column " + (i - start + 1).ToString() + " is not plain ASCII; use letters without accents, digits and signs");
            }

            characters[length] = b == '\t' ? ' ' : (char)b;
            length++;
        }

        return new string(characters, 0, length).Trim();
    }

    private void ParseLine(string line)
    {
        if (line.Length == 0)
        {
            return;
        }

        if (line[0] == '[')
        {
            ParseSection(line);
            return;
        }

        var equals = line.IndexOf('=');
        var key = equals < 0 ? string.Empty : line.Substring(0, equals).Trim();
        if (!TextRules.IsAll(key, TextRules.KeyCharacters))
        {
            throw Fault(lineCount, "this is neither [section] nor key = value; write it so, or put # before a comment");
        }

        var value = line.Substring(equals + 1).Trim();
        if (value.Length == 0)
        {
            throw Fault(lineCount, key + " has no value; write " + key + " = value");
        }

        if (sections.Count == 0)
        {
            throw Fault(lineCount, key + " stands before the first section; put it under its [section]");
        }

        var section = (string)sections[sections.Count - 1];
        var first = Find(section, key);
        if (first != null)
        {
            throw Fault(lineCount, key + " is already set in line " + first.Line.ToString() + "; remove one of them");
        }

        entries.Add(new SettingsEntry(name, lineCount, section, key, value));
    }

    private void ParseSection(string line)
    {
        var section = line.EndsWith("]") ? line.Substring(1, line.Length - 2) : string.Empty;
        if (!TextRules.IsAll(section, TextRules.KeyCharacters))
        {
            throw Fault(lineCount, "this is not a section; write [name] in lower case");
        }

        var first = sections.IndexOf(section);
        if (first >= 0)
        {
            throw Fault(lineCount, "section [" + section + "] already begins in line " + ((int)sectionLines[first]).ToString() + "; join them");
        }

        sections.Add(section);
        sectionLines.Add(lineCount);
    }
}
