namespace Esp32Aed.Sound;

/// <summary>Watches a sound's samples as they pass, and says afterwards, one line each, what may spoil detection.</summary>
internal sealed class SoundCheck(ISampleSource source)
{
    private const double ClippedShare = 0.01;
    private const double NearlyAll = 0.99;
    private const double LargestMean = 0.10;
    private const double OneFrameSeconds = 0.032;
    private const float NoSample = 1e6f;

    private readonly float fullScale = 1f - MathF.ScaleB(1, 1 - source.Bits);
    private long frames;
    private long clipped;
    private long notNumbers;
    private double sum;

    /// <summary>Looks at interleaved samples (full scale -1 to 1); what is no number becomes 0.</summary>
    public void Take(Span<float> interleaved)
    {
        frames += interleaved.Length / source.Channels;
        var blockSum = 0.0;
        foreach (ref var sample in interleaved)
        {
            var size = MathF.Abs(sample);
            if (!(size < NoSample))
            {
                notNumbers++;
                sample = 0;
            }
            else if (size >= fullScale)
            {
                clipped++;
            }

            blockSum += sample;
        }

        sum += blockSum;
    }

    /// <summary>The warnings, when all has passed.</summary>
    /// <param name="samples">The result, 16 bits.</param>
    public IEnumerable<string> Findings(short[] samples)
    {
        var seconds = (double)frames / source.SampleRate;
        var count = (double)frames * source.Channels;
        if (frames < source.PromisedFrames)
        {
            var promised = (double)source.PromisedFrames / source.SampleRate;
            yield return FormattableString.Invariant($"truncated: the header promises {promised:0.###} s, the file has {seconds:0.###} s; using what is there");
        }

        if (source.Channels > 1)
        {
            yield return $"{(source.Channels == 2 ? "stereo" : $"{source.Channels} channels")}: mixed to mono by their average";
        }

        if (source.Bits == 8)
        {
            yield return "8-bit: its quantisation noise is near -50 dB of full scale; quiet events may drown in it";
        }

        if (seconds < OneFrameSeconds)
        {
            yield return FormattableString.Invariant($"only {frames} sample{(frames == 1 ? "" : "s")} long: shorter than one analysis frame (32 ms), so nothing can be found in it");
        }

        if (notNumbers > 0)
        {
            yield return $"{notNumbers} samples are no numbers or absurdly large: taken as 0";
        }

        if (!samples.AsSpan().ContainsAnyExcept((short)0))
        {
            yield return "silent: every sample is zero";
        }

        if (clipped > NearlyAll * count)
        {
            yield return "clipped throughout: nearly every sample is at full scale; record at a lower gain";
        }
        else if (clipped > ClippedShare * count)
        {
            yield return FormattableString.Invariant($"clipped: {100 * clipped / count:0.#} % of its samples are at full scale; record at a lower gain");
        }

        if (seconds >= OneFrameSeconds && Math.Abs(sum) > LargestMean * count)
        {
            yield return FormattableString.Invariant($"DC offset: its mean is {100 * sum / count:0} % of full scale; check the microphone, or filter it out");
        }
    }
}
