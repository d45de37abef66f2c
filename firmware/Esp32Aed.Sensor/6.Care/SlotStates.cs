using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>What is known of the updates of all kinds, in one file: version (1 byte), then a <see cref="SlotState"/> for each kind.</summary>
internal sealed class SlotStates
{
    private const int Version = 1;
    private const int Kinds = 2;

    private readonly StateFile file;
    private readonly SlotState[] states = new SlotState[Kinds];

    /// <summary>Reads the file; where it is damaged, nothing is known.</summary>
    /// <param name="path">Path of the state's files, without their endings.</param>
    public SlotStates(string path)
    {
        file = new StateFile(path);
        Read();
    }

    /// <summary>The kind that is on trial, or -1.</summary>
    public int KindOnTrial
    {
        get
        {
            for (var kind = 0; kind < Kinds; kind++)
            {
                if (states[kind].TrialSlot != 0)
                {
                    return kind;
                }
            }

            return -1;
        }
    }

    /// <summary>All outcomes that are not yet reported; may be empty.</summary>
    public string Outcome
    {
        get
        {
            var both = states[0].Outcome.Length > 0 && states[1].Outcome.Length > 0;
            return states[0].Outcome + (both ? "; " : string.Empty) + states[1].Outcome;
        }
    }

    /// <summary>The state of a kind.</summary>
    public SlotState Of(UpdateKind kind) => states[(int)kind];

    /// <summary>Forgets the outcomes: they were reported.</summary>
    public void ClearOutcomes()
    {
        foreach (var state in states)
        {
            state.Outcome = string.Empty;
        }
    }

    /// <summary>Reads what was last written; where the drive can't be read, what is known stays.</summary>
    public void Read()
    {
        byte[] bytes = null;
        try
        {
            bytes = file.Read();
        }
        catch (IOException e)
        {
            Console.WriteLine("update: the state can't be read: " + e.Message);
            if (states[0] != null)
            {
                return;
            }
        }

        var at = bytes != null && bytes.Length > 0 && bytes[0] == Version ? 1 : -1;
        for (var kind = 0; kind < Kinds; kind++)
        {
            states[kind] = SlotState.Read(bytes, ref at);
        }
    }

    /// <summary>Writes all states.</summary>
    /// <exception cref="IOException">The drive refuses; what was written before stays.</exception>
    public void Save()
    {
        var model = states[0].ToBytes();
        var settings = states[1].ToBytes();
        var bytes = new byte[1 + model.Length + settings.Length];
        bytes[0] = Version;
        Array.Copy(model, 0, bytes, 1, model.Length);
        Array.Copy(settings, 0, bytes, 1 + model.Length, settings.Length);
        file.Write(bytes);
    }

    /// <summary>Writes all states, and says on the console where the drive refuses.</summary>
    /// <returns>Whether they were written.</returns>
    public bool TrySave()
    {
        try
        {
            Save();
            return true;
        }
        catch (IOException e)
        {
            Console.WriteLine("update: the state can't be written: " + e.Message);
            return false;
        }
    }
}
