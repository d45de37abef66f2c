using Esp32Aed.Learning;
using Xunit;

namespace Esp32Aed.Tests.Cli;

/// <summary>The shipped model of dog barks. What models reach on dogs they have not heard takes minutes to find out: its card has the commands.</summary>
public sealed class DogBarkFigures
{
    private static readonly string Folder = Path.Combine(RealData.Repository, "models", "dog-bark");

    [Fact]
    public void The_shipped_model_finds_the_barks_of_dogs_it_was_trained_on()
    {
        var json = AedProcess.Run("evaluate", Folder, RealData.Require("strong", "soundscapes_dev"), "--json").Succeeded();

        var bark = json.GetProperty("classes")[0];
        Assert.Equal("dog_bark", bark.GetProperty("label").GetString());
        Assert.Equal(225, bark.GetProperty("true_count").GetInt32());
        Assert.InRange(bark.GetProperty("event_f1_200ms").GetDouble(), 0.7, 1);
    }

    [Fact]
    public void The_shipped_model_is_within_its_budget_as_code()
    {
        var json = AedProcess.Run("cost", Folder, "--classifier", "generated", "--json").Succeeded();

        Assert.InRange(json.GetProperty("il_per_frame").GetDouble(), 15_000, 26_000);
        var classifier = json.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("name").GetString() == "classifier");
        Assert.InRange(classifier.GetProperty("il_per_frame").GetDouble(), 1_000, 6_000);
    }

    [Fact]
    public void The_card_begins_with_the_mixing_command() =>
        Assert.Contains("    aed mix --events", File.ReadAllText(Path.Combine(Folder, "card.md")), StringComparison.Ordinal);
}
