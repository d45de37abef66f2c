using Esp32Aed.Learning.Training;
using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>
/// Time-scale modification by waveform similarity (W. Verhelst and M. Roelands, "An overlap-add technique based on waveform similarity
/// (WSOLA)", ICASSP 1993). The output is put together block by block: each block fades from the natural continuation of the piece before
/// it to the piece of the input that is due, and that piece is looked for within 5 ms of its time, where it is most like the continuation.
/// </summary>
internal static class Wsola
{
    private const double BlockSeconds = 0.016;
    private const double SearchSeconds = 0.005;

    /// <summary>The sound, <paramref name="factor"/> times as long.</summary>
    public static double[] Stretch(double[] sound, double factor, int sampleRate)
    {
        var stretched = new double[(int)Math.Round(sound.Length * factor)];
        if (stretched.Length == sound.Length)
        {
            return sound;
        }

        var block = (int)(BlockSeconds * sampleRate);
        var reach = (int)(SearchSeconds * sampleRate);
        var fade = Fade(block);
        var input = new PaddedSound(sound, block, (2 * block) + reach);
        var continuation = 0;
        for (var start = 0; start < stretched.Length; start += block)
        {
            // In full weight at its end: that is the moment which has to be on time.
            var due = (int)Math.Round((start + block) / factor) - block;
            var piece = input.MostAlike(continuation, due, reach);
            for (var i = 0; i < Math.Min(block, stretched.Length - start); i++)
            {
                stretched[start + i] = input[continuation + i] + (fade[i] * (input[piece + i] - input[continuation + i]));
            }

            continuation = piece + block;
        }

        return stretched;
    }

    private static double[] Fade(int length) =>
        [.. Enumerable.Range(0, length).Select(i => 0.5 * (1 - PortableMath.Cos(Math.PI * (i + 0.5) / length)))];

    /// <summary>The input between silences, which are read as part of it.</summary>
    private sealed class PaddedSound
    {
        private readonly int lead;
        private readonly int block;
        private readonly float[] samples;
        private readonly double[] energyUpTo;

        public PaddedSound(double[] sound, int block, int padding)
        {
            this.block = block;
            lead = padding;
            samples = new float[sound.Length + (2 * padding)];
            energyUpTo = new double[samples.Length + 1];
            for (var i = 0; i < sound.Length; i++)
            {
                samples[padding + i] = (float)sound[i];
            }

            for (var i = 0; i < samples.Length; i++)
            {
                energyUpTo[i + 1] = energyUpTo[i] + ((double)samples[i] * samples[i]);
            }
        }

        public double this[int index] => samples[lead + index];

        /// <summary>The start of the block near <paramref name="due"/> whose normalised correlation with the wanted one is largest.</summary>
        public int MostAlike(int wanted, int due, int reach)
        {
            var pattern = samples.AsSpan(lead + wanted, block);
            var best = due;
            var bestLikeness = Likeness(pattern, due);
            for (var start = due - reach; start <= due + reach; start++)
            {
                var likeness = Likeness(pattern, start);
                if (likeness > bestLikeness)
                {
                    (best, bestLikeness) = (start, likeness);
                }
            }

            return best;
        }

        private double Likeness(ReadOnlySpan<float> pattern, int start)
        {
            var energy = energyUpTo[lead + start + block] - energyUpTo[lead + start];
            return energy > 0 ? FixedOrder.Dot(pattern, samples.AsSpan(lead + start)) / Math.Sqrt(energy) : 0;
        }
    }
}
