namespace Esp32Aed.Tests.Deployment;

/// <summary>
/// A program named nanoff in a folder of its own. It writes down its arguments and what it was sent, and fails when it is told to. A script of the
/// shell, so on Unix only.
/// </summary>
internal sealed class FakeNanoff
{
    private const string Script = """
        #!/bin/sh
        here=$(dirname "$0")
        echo "$*" >> "$here/calls"
        env | grep -E '^(AED_|NANOFRAMEWORK_)' >> "$here/environment"
        case "$1" in
        --filedeployment | --networkdeployment)
            sent=$(dirname "$2")
            stat -c '%a %n' "$sent" "$sent"/* >> "$here/modes"
            mkdir -p "$here/sent"
            cp "$sent"/* "$here/sent/"
            ;;
        esac
        if [ -f "$here/say" ]; then cat "$here/say"; fi
        if [ -f "$here/wait" ]; then touch "$here/waiting"; exec sleep 600; fi
        for word in "$@"; do
            if [ -f "$here/fail$word" ]; then echo "Error E4003: it failed"; exit 163; fi
        done
        """;

    /// <summary>Puts it into a folder.</summary>
    public FakeNanoff(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "nanoff");
        File.WriteAllText(path, Script.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Its folder.</summary>
    public string Folder { get; }

    /// <summary>The arguments of each call.</summary>
    public string[] Calls => Lines("calls");

    /// <summary>Access rights and names of what it was sent.</summary>
    public string[] Modes => Lines("modes");

    /// <summary>What it saw of the environment.</summary>
    public string[] Variables => Lines("environment");

    /// <summary>It waits for an hour, and has begun to.</summary>
    public bool IsWaiting => File.Exists(Path.Combine(Folder, "waiting"));

    /// <summary>It fails from now on in the calls that have this argument.</summary>
    public void FailAt(string argument) => File.WriteAllText(Path.Combine(Folder, "fail" + argument), string.Empty);

    /// <summary>It says this in each call.</summary>
    public void Say(string text) => File.WriteAllText(Path.Combine(Folder, "say"), text + "\n");

    /// <summary>It does not end by itself.</summary>
    public void Wait() => File.WriteAllText(Path.Combine(Folder, "wait"), string.Empty);

    /// <summary>A file that it was sent.</summary>
    public byte[] Sent(string name) => File.ReadAllBytes(Path.Combine(Folder, "sent", name));

    /// <summary>It was sent such a file.</summary>
    public bool Has(string name) => File.Exists(Path.Combine(Folder, "sent", name));

    private string[] Lines(string name)
    {
        var path = Path.Combine(Folder, name);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }
}
