namespace Esp32Aed.Sound.Synth;

/// <summary>
/// Soundscapes of a fermentation airlock with exact labels, by a physical bubble model (<see cref="Bubble"/>). The steps are
/// those of <see cref="Compose"/>: an airlock and a room are drawn, blubs are placed by the airlock's clock, noise is brought to
/// the asked SNR, distractors are put between the blubs, and a microphone gain is drawn.
/// </summary>
public static class BubbleSynth
{
    /// <summary>The label of every event.</summary>
    public const string Label = "bubble";

    private const double SilenceAfterBlubSeconds = 0.05;
    private const double DistractorsPerMinute = 4;

    /// <summary>
    /// Makes one soundscape: 16-bit samples at the settings' rate, and the events. A label's onset is the first sample of the
    /// event within 20 dB of its own peak; its offset is where the event's 20 ms RMS envelope has fallen by 20 dB.
    /// </summary>
    public static (short[] Samples, IReadOnlyList<LabelledEvent> Events) Make(SynthSettings settings)
    {
        var scene = Compose(settings);
        return (scene.Mix(), scene.Labels);
    }

    /// <summary>The same soundscape with blubs and background still apart.</summary>
    /// <remarks>
    /// The SNR is set on the noise alone; distractors stay clear of the labelled spans and so do not change it. Where there is no
    /// blub, a specimen that is not heard sets the levels.
    /// </remarks>
    public static Soundscape Compose(SynthSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var random = new SynthRandom(settings.Seed);
        var rate = settings.SampleRate;
        var length = (int)Math.Round(settings.Seconds * rate);

        var airlock = new Airlock(random.Fork(), rate);
        var room = new Room(random.Fork(), rate);
        var blubs = new double[length];
        var spans = PlaceBlubs(blubs, airlock, room, random.Fork(), settings);

        var specimen = room.Hear(airlock.Blub(random.Fork()));
        var loudness = spans.Count > 0 ? Loudness.Over(blubs, spans, rate) : Loudness.Over(specimen, [AudibleSpan.Of(specimen, rate)], rate);
        var peak = Math.Max(Level.Peak(blubs), Level.Peak(specimen));

        var background = Background.Render(random.Fork(), length, rate);
        var noise = Loudness.Over(background, spans.Count > 0 ? spans : [(0, length)], rate);
        Level.Scale(background, loudness / noise / Level.ToFactor(settings.SnrDb));
        PlaceDistractors(background, peak, room, random.Fork(), spans, settings);

        var gain = random.Gain(-24, -3) / Math.Max(peak, PeakOfSum(blubs, background));
        Level.Scale(blubs, gain);
        Level.Scale(background, gain);
        var labels = spans.Select(span => new LabelledEvent((double)span.Onset / rate, (double)span.End / rate, Label));
        return new Soundscape(blubs, background, [.. labels]);
    }

    private static List<(int Onset, int End)> PlaceBlubs(
        double[] track, Airlock airlock, Room room, SynthRandom random, SynthSettings settings)
    {
        var spans = new List<(int Onset, int End)>();
        if (settings.RatePerMinute <= 0)
        {
            return spans;
        }

        var rate = settings.SampleRate;
        var clock = new BlubClock(random.Fork(), settings.RatePerMinute);
        var free = 0;
        for (var now = clock.First(); now < settings.Seconds; now += clock.GapAfter(now))
        {
            var sound = room.Hear(airlock.Blub(random));
            var start = Math.Max(free, (int)(now * rate));
            var (onset, end) = AudibleSpan.Of(sound, rate);
            if (start + end > track.Length)
            {
                break;
            }

            Level.Mix(track, sound, start);
            spans.Add((start + onset, start + end));
            free = start + end + (int)(SilenceAfterBlubSeconds * rate);
        }

        return spans;
    }

    private static void PlaceDistractors(
        double[] track, double peakOfBlubs, Room room, SynthRandom random, List<(int Onset, int End)> spans, SynthSettings settings)
    {
        double Gap() => random.Exponential(60 / DistractorsPerMinute);
        for (var now = Gap(); now < settings.Seconds; now += Gap())
        {
            var sound = room.Hear(Distractors.Draw(random, settings.SampleRate));
            var gain = peakOfBlubs * random.Gain(-15, 0) / Level.Peak(sound);
            var start = (int)(now * settings.SampleRate);
            if (!spans.Exists(span => start < span.End && span.Onset < start + sound.Length))
            {
                Level.Mix(track, sound, start, gain);
            }
        }
    }

    private static double PeakOfSum(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x + y)).DefaultIfEmpty().Max();
}
