using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Training sees what the board will see.</summary>
public sealed class FeatureTrackTests
{
    [Fact]
    public void Logits_of_a_track_are_those_of_the_chain_frame_by_frame()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var model = seed == 1 ? SynthTraining.Trained.Model : RandomModels.Make(seed);
            var sound = Enumerable.Range(0, 20_000).Select(i => (short)((random.Next(65536) - 32768) >> (i / 3000))).ToArray();

            var track = FeatureTrack.Compute(model.FrontEnd, sound, model.LookAhead);

            Assert.Equal(Recordings.HopsOf(sound.Length, model.HopLength) + model.LookAhead, track.Frames);
            var perClass = track.Logits(model);
            var chain = new DetectionChain(model, null, FirmwareKernels.Make());
            var hop = new short[model.HopLength];
            for (var t = 0; t < track.Frames; t++)
            {
                Recordings.CopyHop(sound, t, hop);
                chain.Accept(hop, 0);
                Assert.Equal(chain.Logits, perClass.Select(logits => logits[t]));
            }
        }
    }

    [Fact]
    public void Scales_give_every_feature_the_asked_spread()
    {
        var track = FeatureTrack.Compute(SynthTraining.Settings.ToFrontEnd(), SynthTraining.HeldOut[0].Samples, 0);

        var scales = FeatureTrack.Scales([track, track], 32);

        for (var f = 0; f < track.FeatureCount; f++)
        {
            var squares = Enumerable.Range(0, track.Frames).Average(t => Math.Pow(track.Values[(t * track.FeatureCount) + f] * scales[f] / 65536.0, 2));
            Assert.InRange(Math.Sqrt(squares), 31.5, 32.5);
        }
    }

    [Fact]
    public void Examples_are_the_firmware_s_features_before_rounding_with_zeros_in_front()
    {
        var track = new FeatureTrack([1024, -2048, 512, 100_000, -100_000, 3], 2);
        int[] scales = [65536 / 64, 65536 / 128];

        var examples = track.ToExamples(scales, 3, [0, 1, 0]);

        Assert.Equal([0, 0, 0, 0, 16, -16, 8, 127, -127, 3f / 128], examples.Features);
        Assert.Equal(3, examples.Frames);
        Assert.Equal([0, 0, 16, -16, 8, 127], examples.Context(1, 6).ToArray());
    }
}
