using System;
using System.IO;
using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>
/// The updates on the drive: beside the flashed file two slots of each kind, of which one may be in use and one on trial. (1) An accepted
/// update is written into the slot that is not in use, then marked as on trial, and used from the next start. (2) Once an interval was
/// recorded on trial and then a record acknowledged, in the same start or a later one, it is the one in use. (3) A start that finds the start before failed, a sixth start
/// without success, or a file that can't be loaded goes back to what was in use. A serial that was decided on is never looked at again. A
/// power cut at any byte of any file leaves what was in use in use. One update is on trial at a time. Thread-safe.
/// </summary>
/// <remarks>After each interval on trial a session must be tried, or the trial ends without its chance.</remarks>
public sealed class UpdateSlots
{
    /// <summary>Starts that a trial has: three times of listening, each with a start to post for a sensor that sleeps.</summary>
    public const int MostTrialStarts = 6;

    private const int LongestTrialSeconds = 900;

    private readonly object gate = new object();
    private readonly string folder;
    private readonly SlotStates states;
    private readonly bool isFromSleep;
    private string refusal = string.Empty;
    private string lastRefusal;
    private bool isAcknowledged;

    /// <summary>Reads what is known of updates; where that is damaged, the flashed files are used.</summary>
    /// <param name="folder">Folder of the slots, ending in a backslash.</param>
    /// <param name="isFromSleep">The timer has ended a deep sleep: nobody has flashed anything since.</param>
    public UpdateSlots(string folder, bool isFromSleep)
    {
        this.folder = folder;
        this.isFromSleep = isFromSleep;
        states = new SlotStates(folder + "update");
    }

    /// <summary>This start uses an update that is on trial.</summary>
    public bool IsOnTrial { get; private set; }

    /// <summary>An update was accepted since the start: the next start tries it.</summary>
    public bool IsRestartDue { get; private set; }

    /// <summary>What became of the last updates and is not yet reported, such as "model 7 confirmed"; null if nothing.</summary>
    public string Outcome
    {
        get
        {
            lock (gate)
            {
                var text = states.Outcome;
                text += text.Length > 0 && refusal.Length > 0 ? "; " + refusal : refusal;
                return text.Length == 0 ? null : text;
            }
        }
    }

    /// <summary>Decides on the trial of the start before; the first call after the constructor.</summary>
    /// <param name="failure">How the start before failed, or null where it did not.</param>
    public void Begin(string failure)
    {
        lock (gate)
        {
            if (states.KindOnTrial < 0)
            {
                return;
            }

            var kind = (UpdateKind)states.KindOnTrial;
            var state = states.Of(kind);
            if (failure != null && state.TrialStarts > 0)
            {
                RollBack(state, kind, failure);
            }
            else if (state.TrialStarts >= MostTrialStarts)
            {
                RollBack(state, kind, "not confirmed in " + MostTrialStarts.ToString() + " starts");
            }
            else
            {
                // A start that can't be counted would make the trial endless.
                state.TrialStarts++;
                IsOnTrial = states.TrySave();
                if (!IsOnTrial)
                {
                    RollBack(state, kind, "drive I: can't be written");
                }
            }
        }
    }

    /// <summary>The settings to use: those on trial, else the newest confirmed, else nf.config.</summary>
    /// <param name="path">Path of nf.config.</param>
    /// <param name="secrets">Content of nf.secrets, or null.</param>
    /// <exception cref="SettingsException">There are none but a wrong nf.config, or none at all.</exception>
    /// <exception cref="IOException">There are none but an nf.config that can't be read.</exception>
    public SensorSettings LoadSettings(string path, byte[] secrets)
    {
        lock (gate)
        {
            for (var payload = Update(UpdateKind.Settings, path); payload != null; payload = Update(UpdateKind.Settings, path))
            {
                try
                {
                    return SensorSettings.Parse(payload, secrets);
                }
                catch (SettingsException e)
                {
                    GiveUp(UpdateKind.Settings, e.Message);
                }
            }

            if (!File.Exists(path))
            {
                throw new SettingsException("nf.config", 0, "is not on drive I:; put it there with aed deploy");
            }

            return SensorSettings.Parse(File.ReadAllBytes(path), secrets);
        }
    }

    /// <summary>The model to use: the one on trial, else the newest confirmed, else the flashed one.</summary>
    /// <param name="path">Path of the flashed model.</param>
    /// <exception cref="ModelFormatException">There is none but a damaged flashed one, or none at all.</exception>
    /// <exception cref="IOException">There is none but a flashed one that can't be read.</exception>
    public Model LoadModel(string path)
    {
        lock (gate)
        {
            for (var payload = Update(UpdateKind.Model, path); payload != null; payload = Update(UpdateKind.Model, path))
            {
                try
                {
                    return Model.Parse(payload);
                }
                catch (ModelFormatException e)
                {
                    GiveUp(UpdateKind.Model, e.Message);
                }
            }

            if (!File.Exists(path))
            {
                throw new ModelFormatException("model file: there is no " + path + "; put it there with aed deploy");
            }

            return Model.Parse(File.ReadAllBytes(path));
        }
    }

    /// <summary>Highest serial of a kind that was decided on; 0 if none.</summary>
    public int SerialOf(UpdateKind kind)
    {
        lock (gate)
        {
            return states.Of(kind).Highest;
        }
    }

    /// <summary>Takes an update, to be tried by the next start.</summary>
    /// <param name="update">An update whose signature is right.</param>
    /// <param name="check">Whether this sensor can use it.</param>
    /// <param name="flashedPath">Path of the flashed file of this kind.</param>
    /// <returns>False where it is refused for ever (<see cref="Outcome"/> says why), was decided on before, or is for another device.</returns>
    /// <exception cref="UpdateException">It is refused for now: another is on trial, or the drive is full.</exception>
    public bool Accept(UpdateEnvelope update, UpdateCheck check, string flashedPath)
    {
        lock (gate)
        {
            var state = states.Of(update.Kind);
            if (!check.IsForMe(update) || update.Serial <= state.Highest)
            {
                return false;
            }

            var name = TextOf(update.Kind, update.Serial);
            if (states.KindOnTrial >= 0)
            {
                throw new UpdateException(name + " waits until another update has been tried");
            }

            try
            {
                check.Require(update);
            }
            catch (UpdateException e)
            {
                state.Highest = update.Serial;
                state.Outcome = AsciiText.Trimmed(name + " refused: " + e.Message);
                Console.WriteLine("update: " + state.Outcome);
                states.TrySave();
                return false;
            }

            Store(update, state, flashedPath);
            return true;
        }
    }

    /// <summary>An interval of listening was recorded.</summary>
    public void NoteInterval()
    {
        lock (gate)
        {
            if (IsOnTrial && !states.Of((UpdateKind)states.KindOnTrial).HasTrialInterval)
            {
                states.Of((UpdateKind)states.KindOnTrial).HasTrialInterval = true;
                states.TrySave();
            }
        }

        ConfirmWhenDue();
    }

    /// <summary>The receiver has acknowledged a record of this start's session.</summary>
    public void NoteAcknowledged()
    {
        isAcknowledged = true;
        ConfirmWhenDue();
    }

    /// <summary>This start has been on trial for too long, for a sensor that never sleeps: start anew.</summary>
    /// <param name="microsecondsSinceStart">Time since the start.</param>
    /// <param name="intervalSeconds">Seconds of a record.</param>
    public bool IsTrialOverdue(long microsecondsSinceStart, int intervalSeconds) =>
        IsOnTrial && microsecondsSinceStart > (LongestTrialSeconds + (2L * intervalSeconds)) * 1000000L;

    /// <summary>Something was refused that is not worth remembering: it is reported once in each start, however often it comes.</summary>
    public void NoteRefusal(string reason)
    {
        lock (gate)
        {
            if (reason != lastRefusal)
            {
                refusal = AsciiText.Trimmed(reason);
                lastRefusal = reason;
            }
        }
    }

    /// <summary>The receiver knows an outcome now.</summary>
    /// <param name="reported">What <see cref="Outcome"/> said; whatever came later is kept.</param>
    public void OutcomeReported(string reported)
    {
        lock (gate)
        {
            if (reported == null || reported != Outcome)
            {
                return;
            }

            refusal = string.Empty;
            if (states.Outcome.Length > 0)
            {
                states.ClearOutcomes();
                states.TrySave();
            }
        }
    }

    private static string TextOf(UpdateKind kind, int serial) => UpdateEnvelope.NameOf(kind) + " " + serial.ToString();

    private string SlotPath(UpdateKind kind, int slot) => folder + UpdateEnvelope.NameOf(kind) + (slot == 1 ? ".a" : ".b");

    // The payload to try next; null when only the flashed file is left.
    private byte[] Update(UpdateKind kind, string flashedPath)
    {
        var state = states.Of(kind);
        DropWhereFlashedAnew(kind, state, flashedPath);
        while (state.TrialSlot != 0 || state.Slot != 0)
        {
            // One that was accepted in this start waits for the next.
            var isTrial = state.TrialSlot != 0 && IsOnTrial;
            if (!isTrial && state.Slot == 0)
            {
                return null;
            }

            var payload = ReadSlot(kind, isTrial ? state.TrialSlot : state.Slot, isTrial ? state.TrialSerial : state.Serial);
            if (payload != null)
            {
                return payload;
            }

            GiveUp(kind, "its file is damaged");
        }

        return null;
    }

    private byte[] ReadSlot(UpdateKind kind, int slot, int serial)
    {
        try
        {
            return SlotFile.Read(SlotPath(kind, slot), serial);
        }
        catch (IOException e)
        {
            Console.WriteLine("update: " + SlotPath(kind, slot) + " can't be read: " + e.Message);
            return null;
        }
    }

    private void DropWhereFlashedAnew(UpdateKind kind, SlotState state, string flashedPath)
    {
        if (!isFromSleep && (state.Slot != 0 || state.TrialSlot != 0) && FlashedFile.IsNew(flashedPath, state.FlashedStamp))
        {
            state.Outcome = AsciiText.Trimmed(UpdateEnvelope.NameOf(kind) + " updates dropped: a new " + flashedPath + " was put there");
            state.Slot = 0;
            state.Serial = 0;
            EndTrial(state);
        }
    }

    private void GiveUp(UpdateKind kind, string reason)
    {
        var state = states.Of(kind);
        if (state.TrialSlot != 0 && IsOnTrial)
        {
            RollBack(state, kind, reason);
            return;
        }

        state.Outcome = AsciiText.Trimmed(TextOf(kind, state.Serial) + " dropped: " + reason);
        state.Slot = 0;
        state.Serial = 0;
        states.TrySave();
    }

    private void RollBack(SlotState state, UpdateKind kind, string reason)
    {
        state.Outcome = AsciiText.Trimmed(TextOf(kind, state.TrialSerial) + " rolled back: " + reason);
        EndTrial(state);
    }

    private void EndTrial(SlotState state)
    {
        IsOnTrial &= state.TrialSlot == 0;
        state.EndTrial();
        states.TrySave();
    }

    private void Store(UpdateEnvelope update, SlotState state, string flashedPath)
    {
        var slot = state.Slot == 1 ? 2 : 1;
        try
        {
            SlotFile.Write(SlotPath(update.Kind, slot), update.Serial, update.Payload);
            state.Highest = update.Serial;
            state.TrialSlot = slot;
            state.TrialSerial = update.Serial;
            state.TrialStarts = 0;
            state.FlashedStamp = FlashedFile.StampOf(flashedPath);
            state.Outcome = TextOf(update.Kind, update.Serial) + " accepted";
            states.Save();
        }
        catch (IOException e)
        {
            states.Read();
            throw new UpdateException(TextOf(update.Kind, update.Serial) + " can't be stored: " + e.Message);
        }

        IsRestartDue = true;
    }

    private void ConfirmWhenDue()
    {
        lock (gate)
        {
            if (!IsOnTrial || !isAcknowledged || !states.Of((UpdateKind)states.KindOnTrial).HasTrialInterval)
            {
                return;
            }

            var kind = (UpdateKind)states.KindOnTrial;
            var state = states.Of(kind);
            state.Confirm();
            state.Outcome = TextOf(kind, state.Serial) + " confirmed";
            IsOnTrial = !states.TrySave();
            if (IsOnTrial)
            {
                // The trial goes on as it is on the drive; the next acknowledgement tries again.
                states.Read();
            }
        }
    }
}
