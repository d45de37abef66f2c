using Esp32Aed.Detection;
using Esp32Aed.Learning.Clips;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class ClipJudgeTests
{
    [Fact]
    public void Its_logits_are_linear_in_the_scaled_statistics()
    {
        var model = SmallModels.MakeJudged();
        var random = new Random(1);
        var (judge, statistics) = (new ClipJudge(model), new ClipStatistics(model.FrontEnd));
        for (var t = 0; t < 30; t++)
        {
            long[] input = [.. Enumerable.Range(0, 5).Select(_ => (long)random.Next(-127, 128))];
            judge.Hear(input, -1000 * t);
            statistics.Hear(input, -1000 * t);
        }

        judge.Judge();
        statistics.Conclude();

        var ofClass = model.Judge.Classes[0];
        var sum = statistics.Values.Select((value, i) =>
            ofClass.Weights[i] * Math.Clamp(Math.Floor(((value - model.Judge.Centres[i]) * (double)model.Judge.Scales[i] / 65536) + 0.5), -127, 127)).Sum();
        Assert.Equal(Math.Floor((sum + ofClass.Bias) * ofClass.Scale / 65536), Assert.Single(judge.Logits));
    }

    [Fact]
    public void A_board_and_the_trainer_judge_a_clip_alike_one_clip_after_the_other()
    {
        var model = SmallModels.MakeJudged();
        (model.Judge.Classes[0].Scale, model.LookAhead) = (1 << 16, 0);
        var chain = new ClipChain(model, null!, null!, ClipStatistics.MostFrames);
        var random = new Random(2);
        var clips = Enumerable.Range(0, 2).Select(clip => Enumerable.Range(0, 40 * model.HopLength).Select(i => (short)random.Next(-900 * (clip + 1), 900)).ToArray()).ToArray();

        Play(clips[0]);
        var first = chain.Logits[0];
        Play(clips[1]);
        var second = chain.Logits[0];

        var whole = FeatureTrack.Compute(model.FrontEnd, [.. clips[0], .. clips[1]], 0);
        Assert.Equal(first, Judge(whole.Values[..(40 * 5)]));
        Assert.Equal(second, Judge(whole.Values[(40 * 5)..]));
        Assert.NotEqual(first, second);

        void Play(short[] clip)
        {
            for (var t = 0; t < 40; t++)
            {
                chain.Accept(clip, t * model.HopLength);
            }

            chain.Judge();
        }

        int Judge(int[] values) => JudgedClip.Logits(model, new FeatureTrack(values, 5))[0];
    }
}
