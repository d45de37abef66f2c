namespace Esp32Aed.Sound;

/// <summary>
/// Collects samples as 16 bits: <c>round(32768 x)</c>, halves to even, saturated to -32768..32767. What was 16 bits stays as
/// it was, bit for bit. The memory follows what really arrives, never only what a header promises.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="promised">Samples to expect; negative when not known.</param>
/// <param name="certain">
/// Whether that many are really there: then the result has just that length, though a rate converter may give a sample or two
/// more or less.
/// </param>
internal sealed class SampleBuffer(string path, long promised, bool certain = false) : ISampleSink
{
    private const int TrustedLength = 1 << 22;
    private const int ConverterSlack = 2;
    private short[] samples = new short[certain ? Allowed(path, promised) : Math.Clamp(promised, 0, TrustedLength)];
    private int length;

    /// <summary>Whether nothing has come yet.</summary>
    public bool IsEmpty => length == 0;

    /// <summary>Adds samples of full scale -1 to 1.</summary>
    /// <exception cref="UserFaultException">The sound is longer than one array can be.</exception>
    public void Accept(ReadOnlySpan<float> block)
    {
        if (certain)
        {
            block = block[..Math.Min(block.Length, samples.Length - length)];
        }
        else if (samples.Length - length < block.Length)
        {
            Grow(length + (long)block.Length);
        }

        var room = samples.AsSpan(length, block.Length);
        for (var i = 0; i < block.Length; i++)
        {
            room[i] = (short)Math.Clamp(MathF.Round(block[i] * 32768f), -32768f, 32767f);
        }

        length += block.Length;
    }

    public void Finish()
    {
    }

    /// <summary>Gives the samples away, the array exactly as long as the sound.</summary>
    public short[] ToArray()
    {
        var full = certain && samples.Length - length <= ConverterSlack;
        Array.Resize(ref samples, full ? samples.Length : length);
        return samples;
    }

    private static int Allowed(string path, long wanted) => wanted <= Array.MaxLength
        ? (int)wanted
        : throw new UserFaultException(FaultKind.Sound, $"{path}: too long for one recording (more than {Array.MaxLength} samples); cut it into parts");

    private void Grow(long needed)
    {
        var doubled = Math.Max(Allowed(path, needed), samples.Length * 2L);
        var wanted = needed <= promised ? Math.Min(doubled, promised) : doubled;
        Array.Resize(ref samples, (int)Math.Min(wanted, Array.MaxLength));
    }
}
