using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>
/// Makes variants of recordings. A variant is a function of the recording's samples, the recipe, the backgrounds in their order, the seed
/// and its number, and the same on every machine.
/// </summary>
/// <param name="sampleRate">Samples in a second of the recordings and of the backgrounds.</param>
/// <param name="backgrounds">
/// What <see cref="BackgroundMix"/> takes from: 16-bit samples of recordings without any trained class. For validation, none of a held-out
/// recording. A recording is never mixed with its own array.
/// </param>
public sealed class Augmenter(int sampleRate, IReadOnlyList<short[]> backgrounds)
{
    private readonly short[][] backgrounds = [.. backgrounds.Where(background => background.Length > 0)];

    /// <summary>
    /// Variant number <paramref name="variant"/> of a recording. Its events lie where they are now to be heard: an event that began before
    /// the variant has a negative onset, one that lies outside it is left out, one that ends beyond it ends with it.
    /// </summary>
    public TrainingRecording Vary(TrainingRecording recording, AugmentationRecipe recipe, ulong seed, int variant)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(recipe);
        var others = Array.FindAll(backgrounds, background => background != recording.Samples);
        var key = KeyOf(recording.Samples) ^ new SynthRandom(seed ^ new SynthRandom((ulong)variant).Next()).Next();
        var take = new Take(Array.ConvertAll(recording.Samples, sample => (double)sample), recording.Events, sampleRate).CutEvents();
        foreach (var part in recipe.Parts)
        {
            var random = new SynthRandom(key ^ KeyOf(part.Name));
            if (random.Chance(part.Probability))
            {
                take = part.Apply(take, random.Fork(), others);
            }
        }

        take = take.CutEvents();
        return recording with
        {
            Samples = Array.ConvertAll(take.Sound, sample => (short)Math.Clamp(Math.Round(sample), short.MinValue, short.MaxValue)),
            Seconds = take.Seconds,
            Events = take.Events,
        };
    }

    private static ulong KeyOf(ReadOnlySpan<short> samples)
    {
        var hash = Fnv1A.Offset;
        foreach (var sample in samples)
        {
            hash = Fnv1A.Add(hash, (ushort)sample);
        }

        return hash;
    }

    private static ulong KeyOf(string name)
    {
        var hash = Fnv1A.Offset;
        foreach (var character in name)
        {
            hash = Fnv1A.Add(hash, character);
        }

        return hash;
    }

    /// <summary>Fowler, Noll and Vo's hash, 64 bits, over 16-bit values.</summary>
    private static class Fnv1A
    {
        public const ulong Offset = 0xCBF29CE484222325;

        public static ulong Add(ulong hash, ushort value) => (hash ^ value) * 0x100000001B3;
    }
}
