using Esp32Aed.Cost.Chain;
using Esp32Aed.Cost.Counting;
using Xunit;

namespace Esp32Aed.Tests.Cost;

public class StageTests
{
    [Theory]
    [InlineData("RealFft", "Object", "Butterflies", "fft")]
    [InlineData("LogMel", "Object", "Log2", "log")]
    [InlineData("ClipStatistics", "Object", "Hear", "judge")]
    [InlineData("Tally", "Object", "Hear", "tally")]
    [InlineData("SpectralKernel", "Object", "Compute", "kernel")]
    [InlineData("Kernel8000", "SpectralKernel", "Compute", "kernel")]
    [InlineData("Kernel8000", "SpectralKernel", "Dct", "dct")]
    [InlineData("Unheard", "Object", "Dct", "other")]
    public void A_method_belongs_to_the_stage_of_its_type(string type, string baseType, string method, string stage) =>
        Assert.Equal(stage, Stage.Of(new CountedMethod("Esp32Aed.Detection", type, baseType, method, 1)));
}
