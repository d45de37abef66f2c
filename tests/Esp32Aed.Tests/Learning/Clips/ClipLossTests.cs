using Esp32Aed.Learning.Networks;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class ClipLossTests
{
    private const int Frames = 5;
    private const int Classes = 3;
    private const int Stride = 8;

    [Fact]
    public void Its_gradient_is_the_slope_of_the_loss()
    {
        var random = new Random(1);
        var loss = new ClipLoss([0.5, 1, 2]);
        var logits = Enumerable.Range(0, Frames * Stride).Select(_ => (float)((4 * random.NextDouble()) - 2)).ToArray();
        float[] wanted = [.. Enumerable.Repeat(new[] { 0.7f, 0, 0.3f }, Frames).SelectMany(frame => frame)];
        var gradients = new float[logits.Length];
        loss.Of(logits, gradients, Stride, wanted, Frames, 0.25);

        for (var i = 0; i < logits.Length; i++)
        {
            var slope = (At(i, 0.01f) - At(i, -0.01f)) / 0.02;
            Assert.Equal(i % Stride < Classes ? slope : 0, gradients[i], 1e-4);
        }

        double At(int index, float by)
        {
            var moved = (float[])logits.Clone();
            moved[index] += by;
            return loss.Of(moved, new float[logits.Length], Stride, wanted, Frames, 0.25);
        }
    }

    [Fact]
    public void Rare_classes_count_more_and_the_clips_count_one_on_average()
    {
        var weights = ClipLoss.WeightsOf([10, 30, 0]);

        Assert.Equal([2, 2 / 3.0, 0], weights);
    }

    [Fact]
    public void Without_class_and_frame_terms_logits_are_anchored_at_their_own_probability()
    {
        var loss = new ClipLoss([1, 1, 1]) { FrameShare = 0, AnchorShare = 1 };
        var (sure, shifted, gradients) = (new float[Stride], new float[Stride], new float[Stride]);
        (sure[0], sure[1], sure[2]) = (6, -6, -6);
        (shifted[0], shifted[1], shifted[2]) = (12, 0, 0);

        Assert.True(loss.Of(sure, gradients, Stride, [1, 0, 0], 1, 1) < loss.Of(shifted, gradients, Stride, [1, 0, 0], 1, 1) - 1);
    }
}
