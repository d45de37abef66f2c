namespace Esp32Aed.Sensor;

/// <summary>
/// Finds which of the two I2S slots carries the microphone. A microphone drives one slot, chosen by its L/R pin, and which of the
/// two arrives first depends on the chip; the other slot holds one constant value. So the slot that moves more is the live one.
/// </summary>
public sealed class LiveChannel
{
    /// <summary>Setting that asks for the choice to be made at start-up.</summary>
    public const int Automatic = -1;

    private readonly int[] last = new int[2];
    private readonly long[] movement = new long[2];
    private bool started;

    /// <summary>No slot has moved: the microphone has no supply, or its data wire is loose.</summary>
    public bool IsSilent => movement[0] == 0 && movement[1] == 0;

    /// <summary>The slot that moved more, 0 for the one that comes first; 0 when neither did.</summary>
    public int Index => movement[1] > movement[0] ? 1 : 0;

    /// <summary>Looks at stereo frames: two little-endian 16-bit slots each.</summary>
    /// <param name="bytes">Whole stereo frames, 4 bytes each.</param>
    public void Observe(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at += 4)
        {
            for (var slot = 0; slot < 2; slot++)
            {
                int value = (short)(bytes[at + (2 * slot)] | (bytes[at + (2 * slot) + 1] << 8));
                var step = value - last[slot];
                if (started)
                {
                    movement[slot] += step < 0 ? -step : step;
                }

                last[slot] = value;
            }

            started = true;
        }
    }
}
