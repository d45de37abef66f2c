using Esp32Aed.Learning;
using Esp32Aed.Rates;
using Xunit;

namespace Esp32Aed.Tests.Cli;

/// <summary>Each shipped model is small, and what lies beside it is about it and not about an earlier one.</summary>
public sealed class ShippedModelTests
{
    private const int MostBytes = 12 * 1024;

    [Theory]
    [InlineData("cough")]
    [InlineData("dog-bark")]
    [InlineData("airlock")]
    [InlineData("esc10")]
    public void Card_pictures_and_validation_are_the_model_s_own(string name)
    {
        var folder = Path.Combine(RealData.Repository, "models", name);
        var checksum = ModelFile.Read(folder).Checksum.ToString("x8");
        var card = File.ReadAllText(Path.Combine(folder, "card.md"));

        Assert.InRange(ModelFile.ReadBytes(folder).Length, 1, MostBytes);
        Assert.Contains($"* Checksum {checksum}, {ModelFile.ReadBytes(folder).Length} bytes.", card, StringComparison.Ordinal);
        Assert.Contains($"--out models/{name} ", card, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(folder, "*.svg"), picture => Assert.Contains($"]({Path.GetFileName(picture)})", card, StringComparison.Ordinal));
        var validation = Path.Combine(folder, ValidationFile.Name);
        Assert.True(!File.Exists(validation) || File.ReadAllText(validation).Contains(checksum, StringComparison.Ordinal), validation);
    }
}
