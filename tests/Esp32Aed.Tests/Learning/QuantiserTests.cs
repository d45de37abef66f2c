using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class QuantiserTests
{
    /// <summary>From large weights down to such as change no logit.</summary>
    [Theory]
    [InlineData(0.1f)]
    [InlineData(1e-3f)]
    [InlineData(1e-5f)]
    [InlineData(1e-7f)]
    public void Weights_are_within_half_a_step_and_the_bias_within_a_hundredth(float largest)
    {
        var random = new Random(1);
        var weights = Enumerable.Range(0, 280).Select(i => i == 0 ? -largest : (float)((2 * random.NextDouble()) - 1) * largest).ToArray();

        var quantised = Quantiser.Quantise(new FloatLogistic(weights, -3));

        // What one unit of a sum is worth to the firmware, in logits.
        var step = quantised.Scale / 65536.0 / 256;
        Assert.InRange(step, 0, 1.01 * Math.Max(largest / 127, Math.Pow(2, -18)));
        Assert.InRange(weights.Zip(quantised.Weights, (weight, integer) => Math.Abs((integer * step) - weight)).Max(), 0, (0.5 * step) + (0.01 * largest));
        Assert.InRange((quantised.Bias * step) + 3, -0.03, 0.03);
    }

    [Fact]
    public void A_classifier_without_weights_keeps_its_bias()
    {
        var quantised = Quantiser.Quantise(new FloatLogistic(new float[10], -3));

        Assert.Equal(-768, ((long)quantised.Bias * quantised.Scale) >> 16);
        Assert.InRange(quantised.Bias, -(1 << 30), 1 << 30);
    }
}
