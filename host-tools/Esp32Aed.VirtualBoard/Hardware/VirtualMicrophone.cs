namespace Esp32Aed.VirtualBoard;

/// <summary>
/// What a microphone puts on the bus from the moment its clock runs: 4,096 frames of its own starting up, which begin wild and end as
/// noise of a few units; then the sound; then digital silence. It speaks in one slot, and the other stays at zero.
/// </summary>
internal sealed class VirtualMicrophone(BoardSound sound, int slot)
{
    /// <summary>Frames until the microphone is good: 2^18 bit clocks at 64 a frame.</summary>
    public const int StartUpFrames = 4096;

    private const int QuietStartUpFrames = 1024;

    /// <summary>The 16 upper bits of a slot; the lower ones are zero.</summary>
    /// <param name="frame">Stereo frame since the clock runs.</param>
    /// <param name="ofSlot">0 or 1.</param>
    public short Slot(long frame, int ofSlot)
    {
        if (ofSlot != slot)
        {
            return 0;
        }

        if (frame < StartUpFrames)
        {
            var left = StartUpFrames - frame - QuietStartUpFrames;
            return (short)(Noise(frame) % (left > 0 ? 10 * left : 4));
        }

        var at = frame - StartUpFrames;
        return at < sound.Samples.Length ? sound.Samples[at] : (short)0;
    }

    /// <summary>Noise of 16 bits that depends on nothing but a frame's number.</summary>
    public static short Noise(long frame)
    {
        var x = (ulong)frame * 0x9E3779B97F4A7C15;
        x ^= x >> 29;
        x *= 0xBF58476D1CE4E5B9;
        return (short)(x >> 40);
    }
}
