using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Mixing;

/// <summary>A mixed soundscape.</summary>
/// <param name="Background">The background alone.</param>
/// <param name="Foreground">Events and distractors alone.</param>
/// <param name="Events">The events in order of onset.</param>
internal sealed record Scene(double[] Background, double[] Foreground, IReadOnlyList<LabelledEvent> Events)
{
    private const double MostPeak = 32000;

    /// <summary>Both together in 16 bits, quieter where they would clip.</summary>
    public short[] Mix()
    {
        double[] sum = [.. Background];
        Level.Mix(sum, Foreground, 0);
        Level.Scale(sum, Math.Min(1, MostPeak / Math.Max(Level.Peak(sum), 1)));
        return Array.ConvertAll(sum, sample => (short)Math.Round(sample));
    }
}

/// <summary>
/// Mixes one soundscape: a background at -66 to -26 dB of full scale, and one after the other, never overlapping, runs of events of one group and
/// distractors, each at a drawn signal-to-noise ratio.
/// </summary>
internal sealed class SceneMixer(MixSettings settings, MixSources sources)
{
    private const double QuietestDecibels = -66;
    private const double LoudestDecibels = -26;
    private const double EventShare = 0.45;
    private const double LeastGapSeconds = 0.05;
    private const double MeanGapSeconds = 0.6;
    private const double PauseFactor = 0.1;
    private const double SoftestBlendDecibels = -15;
    private const int MostTries = 20;
    private const double SilentFactor = 0.1;

    private static readonly MicrophoneResponse Microphone = new() { HighPassHertz = new(20, 400), TiltDecibels = new(-4, 4), ResonanceDecibels = new(-10, 10) };

    private readonly int rate = settings.SampleRate;

    /// <summary>Mixes it.</summary>
    /// <param name="events">Recordings of the group; none for a soundscape without events.</param>
    /// <param name="hasDistractors">Whether it gets distractors.</param>
    /// <param name="random">Decides the rest.</param>
    /// <returns>The soundscape, with at least one event when there are such and they are short enough for it.</returns>
    public Scene Mix(IReadOnlyList<EventSound> events, bool hasDistractors, SynthRandom random)
    {
        var scene = MixOnce(events, hasDistractors, random);
        for (var again = 0; events.Count > 0 && scene.Events.Count == 0 && again < MostTries; again++)
        {
            scene = MixOnce(events, hasDistractors, random);
        }

        return scene;
    }

    private Scene MixOnce(IReadOnlyList<EventSound> events, bool hasDistractors, SynthRandom random)
    {
        var length = (int)Math.Round(settings.Seconds * rate);
        var background = MixBackground(length, random.Fork());
        var whole = Loudness.Over(background, [(0, length)], rate);
        var foreground = new double[length];
        var labels = new List<LabelledEvent>();
        var at = Samples(random.Uniform(0.2, 1));
        while (at < length)
        {
            var slot = random.Fork();
            var take = slot.Chance(EventShare) ? DrawRun(events, slot) : hasDistractors ? DrawDistractor(slot) : null;
            var snr = settings.Snr.Draw(slot);
            take = take is null ? null : Heard(take, slot);
            if (take is not null && at + take.Sound.Length <= length && Factor(take, at, background, whole, snr) is { } factor)
            {
                Level.Mix(foreground, take.Sound, at, factor);
                var start = (double)at / rate;
                labels.AddRange(take.Events.Select(e => e with { Onset = e.Onset + start, Offset = e.Offset + start }));
            }

            at += (take?.Sound.Length ?? 0) + Samples(LeastGapSeconds + random.Exponential(MeanGapSeconds));
        }

        return new Scene(background, foreground, labels);
    }

    private static Take? DrawRun(IReadOnlyList<EventSound> events, SynthRandom random) =>
        events.Count == 0 ? null : events[random.Integer(0, events.Count - 1)].DrawRun(random);

    private Take? DrawDistractor(SynthRandom random)
    {
        if (sources.Distractors.Count == 0)
        {
            return null;
        }

        var folder = sources.Distractors[random.Integer(0, sources.Distractors.Count - 1)];
        var sound = folder[random.Integer(0, folder.Length - 1)];
        var piece = sound.Draw(random);

        // A pause of the recording: at the ratio of a sound it would be its noise, loud.
        return Power(piece) < SilentFactor * SilentFactor * Power(sound.Sound) ? null : new Take(piece, [], rate);
    }

    private static double Power(double[] sound) => sound.Length == 0 ? 0 : sound.Sum(sample => sample * sample) / sound.Length;

    private double[] MixBackground(int length, SynthRandom random)
    {
        var background = DrawBackground(length, random);
        var power = Power(background);
        if (random.Chance(settings.BlendShare))
        {
            var other = DrawBackground(length, random);
            Level.Mix(background, other, 0, Math.Sqrt(power / Power(other)) * Level.ToFactor(random.Uniform(SoftestBlendDecibels, 0)));
        }

        background = Heard(new Take(background, [], rate), random).Sound;
        Level.Scale(background, Math.Sqrt(power / Power(background)));
        return background;
    }

    private Take Heard(Take take, SynthRandom random) => random.Chance(settings.FilterShare) ? Microphone.Apply(take, random, []) : take;

    private double[] DrawBackground(int length, SynthRandom random)
    {
        var folder = sources.Backgrounds[random.Integer(0, sources.Backgrounds.Count - 1)];
        var level = short.MaxValue * Level.ToFactor(random.Uniform(QuietestDecibels, LoudestDecibels));
        double[] piece;
        do
        {
            piece = BackgroundMix.Piece(folder[random.Integer(0, folder.Length - 1)], random.Uniform(), length, rate);
        }
        while (Power(piece) == 0);

        Level.Scale(piece, level / Math.Sqrt(Power(piece)));
        return piece;
    }

    /// <summary>What the take is multiplied by for the ratio; null when it is silent.</summary>
    private double? Factor(Take take, int at, double[] background, double whole, double decibels)
    {
        var spans = take.Spans();
        var own = Loudness.Over(take.Sound, spans, rate);
        var noise = Math.Max(PauseFactor * whole, Loudness.Over(background, [.. spans.Select(span => (span.Onset + at, span.End + at))], rate));
        return own > 0 ? noise / own * Level.ToFactor(decibels) : null;
    }

    private int Samples(double seconds) => (int)Math.Round(seconds * rate);
}
