using System;

namespace Esp32Aed.Sensor;

/// <summary>
/// What is known of the updates of one kind. Little-endian: 4 highest serial, 1 slot in use, 4 its serial, 1 slot on trial, 4 its serial,
/// 1 starts of the trial (its highest bit: an interval was recorded in one of them), 4 stamp of the flashed file, 1 length of the outcome and the outcome in ASCII.
/// </summary>
internal sealed class SlotState
{
    private const int FixedBytes = 20;
    private const int IntervalBit = 128;

    /// <summary>Highest serial that was accepted or refused; only higher ones are looked at.</summary>
    public int Highest { get; set; }

    /// <summary>Slot in use: 1, 2, or 0 for the flashed file.</summary>
    public int Slot { get; set; }

    /// <summary>Serial of the update in use.</summary>
    public int Serial { get; set; }

    /// <summary>Slot on trial: 1, 2, or 0 for none.</summary>
    public int TrialSlot { get; set; }

    /// <summary>Serial of the update on trial.</summary>
    public int TrialSerial { get; set; }

    /// <summary>Starts since the trial began.</summary>
    public int TrialStarts { get; set; }

    /// <summary>An interval was recorded in a start of the trial.</summary>
    public bool HasTrialInterval { get; set; }

    /// <summary>Stamp of the flashed file when the last update was accepted: a new file put there by hand counts more than updates.</summary>
    public int FlashedStamp { get; set; }

    /// <summary>What became of the last update, not yet reported; ASCII, may be empty.</summary>
    public string Outcome { get; set; } = string.Empty;

    /// <summary>Reads a state.</summary>
    /// <param name="bytes">The states.</param>
    /// <param name="at">Where this one begins; then where the next one does, or -1 where this one is not whole.</param>
    public static SlotState Read(byte[] bytes, ref int at)
    {
        var state = new SlotState();
        if (at < 0 || bytes == null || at + FixedBytes > bytes.Length || at + FixedBytes + bytes[at + FixedBytes - 1] > bytes.Length)
        {
            at = -1;
            return state;
        }

        state.Highest = BitConverter.ToInt32(bytes, at);
        state.Slot = bytes[at + 4];
        state.Serial = BitConverter.ToInt32(bytes, at + 5);
        state.TrialSlot = bytes[at + 9];
        state.TrialSerial = BitConverter.ToInt32(bytes, at + 10);
        state.TrialStarts = bytes[at + 14] & (IntervalBit - 1);
        state.HasTrialInterval = (bytes[at + 14] & IntervalBit) != 0;
        state.FlashedStamp = BitConverter.ToInt32(bytes, at + 15);
        int length = bytes[at + FixedBytes - 1];
        state.Outcome = AsciiText.From(bytes, at + FixedBytes, length);
        at += FixedBytes + length;
        return state;
    }

    /// <summary>The state as bytes.</summary>
    public byte[] ToBytes()
    {
        var outcome = AsciiText.ToBytes(Outcome);
        var bytes = new byte[FixedBytes + outcome.Length];
        Array.Copy(BitConverter.GetBytes(Highest), 0, bytes, 0, 4);
        bytes[4] = (byte)Slot;
        Array.Copy(BitConverter.GetBytes(Serial), 0, bytes, 5, 4);
        bytes[9] = (byte)TrialSlot;
        Array.Copy(BitConverter.GetBytes(TrialSerial), 0, bytes, 10, 4);
        bytes[14] = (byte)(TrialStarts | (HasTrialInterval ? IntervalBit : 0));
        Array.Copy(BitConverter.GetBytes(FlashedStamp), 0, bytes, 15, 4);
        bytes[FixedBytes - 1] = (byte)outcome.Length;
        Array.Copy(outcome, 0, bytes, FixedBytes, outcome.Length);
        return bytes;
    }

    /// <summary>The update on trial is the one in use from now on.</summary>
    public void Confirm()
    {
        Slot = TrialSlot;
        Serial = TrialSerial;
        EndTrial();
    }

    /// <summary>Nothing is on trial any more.</summary>
    public void EndTrial()
    {
        TrialSlot = 0;
        TrialSerial = 0;
        TrialStarts = 0;
        HasTrialInterval = false;
    }
}
