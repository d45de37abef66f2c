using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class FeatureQuantiserTests
{
    [Fact]
    public void Rounds_to_nearest_and_saturates_at_127_on_both_sides()
    {
        // One int8 unit is 256 of a Q10 feature.
        int[] features = [0, 127, 128, -128, -129, 256, 127 * 256, 128 * 256, -127 * 256, -128 * 256, int.MaxValue, int.MinValue];
        var quantised = new long[features.Length + 1];

        new FeatureQuantiser([.. Enumerable.Repeat(256, features.Length)]).Apply(features, quantised);

        Assert.Equal([0, 0, 1, 0, -1, 1, 127, 127, -127, -127, 127, -127, 0], quantised);
    }

    [Fact]
    public void The_largest_scale_saturates_too()
    {
        var quantised = new long[3];

        new FeatureQuantiser([int.MaxValue, int.MaxValue, 1]).Apply([1 << 20, -(1 << 20), 1 << 20], quantised);

        Assert.Equal([127, -127, 16], quantised);
    }
}
