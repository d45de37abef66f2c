using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// Why the sensor last died, kept over the restart until a receiver knows. State: 4 number of the note, 1 phase, 1 whether it was reported, then
/// the text in ASCII. The first note of a start stays: what comes after is its consequence.
/// </summary>
public sealed class CrashLog
{
    private const int HeadBytes = 6;
    private const int LeastSecretLength = 4;

    private readonly StateFile file;
    private string[] secrets;
    private bool isRead;
    private int number;
    private int phase;
    private string lastText;
    private bool isReported = true;
    private bool isLost;
    private bool isNoted;

    /// <summary>Makes the log; the last note is read when it is asked for.</summary>
    /// <param name="path">Path of the state's files, without their endings.</param>
    public CrashLog(string path) => file = new StateFile(path);

    /// <summary>Notes there were; a new number is a new crash.</summary>
    public int Number
    {
        get
        {
            Read();
            return number;
        }
    }

    /// <summary>What was done in the last crash; see <see cref="WatchedPhase"/>.</summary>
    public int Phase
    {
        get
        {
            Read();
            return phase;
        }
    }

    /// <summary>Reason of the last crash; at most 120 ASCII characters, null if there never was one.</summary>
    public string Text
    {
        get
        {
            Read();
            return lastText;
        }
    }

    /// <summary>Reason of the last crash, if no receiver knows it yet; else null.</summary>
    public string Unreported
    {
        get
        {
            Read();
            return isReported ? null : lastText;
        }
    }

    /// <summary>A note was read or written that no receiver knows yet, or could not be read.</summary>
    public bool MayBeUnreported => !isReported || isLost;

    /// <summary>Sets what no note may tell: each is replaced by <c>***</c>. Nulls and texts below 4 characters are left out.</summary>
    public void Hide(string[] texts) => secrets = texts;

    /// <summary>Notes an exception that nobody handled; never throws.</summary>
    /// <param name="phase">What was being done; see <see cref="WatchedPhase"/>.</param>
    /// <param name="crash">The exception.</param>
    public void Note(int phase, Exception crash)
    {
        try
        {
            Write(phase, WatchedPhase.NameOf(phase) + ": " + crash.GetType().Name + ": " + crash.Message);
        }
        catch (Exception)
        {
            // No memory even for the note. The restart matters more.
        }
    }

    /// <summary>Notes that the watchdog bites; never throws.</summary>
    /// <param name="phase">The phase that is stuck.</param>
    public void NoteStuck(int phase) => Write(phase, "watchdog: stuck in " + WatchedPhase.NameOf(phase));

    /// <summary>Notes that power must have been lost, unless an older note still waits to be reported; never throws.</summary>
    public void NotePowerLoss()
    {
        if (Unreported == null)
        {
            Write(WatchedPhase.None, "brown-out or power cut");

            // What happens in this start is news.
            isNoted = false;
        }
    }

    /// <summary>A receiver knows the reason now.</summary>
    /// <param name="reported">What <see cref="Unreported"/> said; a newer note is kept.</param>
    public void Reported(string reported)
    {
        if (reported != null && reported == Unreported)
        {
            isReported = true;
            Save();
        }
    }

    private void Read()
    {
        if (isRead)
        {
            return;
        }

        isRead = true;
        try
        {
            var state = file.Read();
            if (state != null && state.Length >= HeadBytes)
            {
                number = BitConverter.ToInt32(state, 0);
                phase = state[4];
                isReported = state[5] != 0;
                lastText = AsciiText.From(state, HeadBytes, state.Length - HeadBytes);
            }
        }
        catch (IOException e)
        {
            isLost = true;
            Console.WriteLine("crash: the last note can't be read: " + e.Message);
        }
    }

    private void Write(int phase, string text)
    {
        if (isNoted)
        {
            return;
        }

        Read();
        isNoted = true;
        number++;
        this.phase = phase;
        lastText = AsciiText.Trimmed(WithoutSecrets(text));
        isReported = false;
        Console.WriteLine("crash: " + lastText);
        Save();
    }

    private string WithoutSecrets(string text)
    {
        for (var i = 0; secrets != null && i < secrets.Length; i++)
        {
            var secret = secrets[i];
            if (secret == null || secret.Length < LeastSecretLength)
            {
                continue;
            }

            for (var at = text.IndexOf(secret); at >= 0; at = text.IndexOf(secret))
            {
                text = text.Substring(0, at) + "***" + text.Substring(at + secret.Length);
            }
        }

        return text;
    }

    private void Save()
    {
        var text = AsciiText.ToBytes(lastText);
        var state = new byte[HeadBytes + text.Length];
        Array.Copy(BitConverter.GetBytes(number), state, 4);
        state[4] = (byte)phase;
        state[5] = (byte)(isReported ? 1 : 0);
        Array.Copy(text, 0, state, HeadBytes, text.Length);
        try
        {
            file.Write(state);
        }
        catch (IOException e)
        {
            Console.WriteLine("crash: the note can't be written: " + e.Message);
        }
    }
}
