using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Events planted in made-up logits of 32 ms frames.</summary>
public sealed class DecoderTunerTests
{
    private const int LookAhead = 7;
    private static readonly DecoderTuner Tuner = new(256, 8000, LookAhead);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.12)]
    [InlineData(-0.15)]
    public void Finds_planted_events_and_how_far_their_onsets_are(double late)
    {
        ScoredRecording[] recordings = [.. Enumerable.Range(1, 4).Select(seed => Plant(seed, late))];

        var settings = Tuner.Tune(recordings);

        Assert.InRange(settings.ShiftMs - (late * 1000), -32, 32);
        foreach (var recording in recordings.Append(Plant(99, late)))
        {
            var found = Tuner.Decode(recording.Logits, settings);
            Assert.Equal(recording.Events.Count, found.Count);
            Assert.Equal(found.Count, EventMatching.Match(recording.Events, found, 0.1).Count);
        }
    }

    [Fact]
    public void Blips_of_one_frame_are_told_from_events_by_their_length()
    {
        var recording = Plant(5, 0);
        for (var blip = 20; blip < recording.Logits.Length; blip += 100)
        {
            recording.Logits[blip] = 700;
        }

        Assert.Equal(recording.Events.Count, Tuner.Decode(recording.Logits, Tuner.Tune([recording])).Count);
    }

    [Fact]
    public void Nothing_to_find_is_no_fault()
    {
        var settings = Tuner.Tune([new ScoredRecording([.. Enumerable.Repeat(-900, 500)], [])]);

        Assert.True(settings.Off <= settings.On && settings.SplitFall > 0 && settings.SplitRise > 0);
        Assert.Empty(Tuner.Decode([.. Enumerable.Repeat(-900, 500)], settings));
    }

    /// <summary>Events of three frames every hundred, whose labels lie <paramref name="late"/> seconds after what the logits show.</summary>
    private static ScoredRecording Plant(int seed, double late)
    {
        var random = new Random(seed);
        var logits = Enumerable.Range(0, 1000).Select(_ => random.Next(-1100, -500)).ToArray();
        var events = new List<(double, double)>();
        for (var frame = 50 + random.Next(20); frame + 20 < logits.Length; frame += 80 + random.Next(40))
        {
            for (var t = 0; t < 3; t++)
            {
                logits[frame + LookAhead + t] = random.Next(500, 900);
            }

            events.Add(((frame * 0.032) + late, (frame * 0.032) + late + 0.1));
        }

        return new ScoredRecording(logits, events);
    }
}
