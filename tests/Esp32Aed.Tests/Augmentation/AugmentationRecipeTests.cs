using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class AugmentationRecipeTests
{
    private static readonly string[] Names =
        ["speed", "time-stretch", "pitch-shift", "room", "background", "noise", "microphone", "gain", "time-shift"];

    [Fact]
    public void The_standard_recipe_has_all_parts() => Assert.Equal(Names, AugmentationRecipe.Standard.Names);

    [Fact]
    public void Parts_are_switched_by_name()
    {
        var recipe = AugmentationRecipe.Standard;

        Assert.Equal(Names.Except(["time-stretch", "noise"]), recipe.Without("time-stretch", "noise").Names);
        Assert.Equal(["room", "gain"], recipe.Only("gain", "room").Names);
        Assert.Empty(recipe.Without(recipe.Names).Names);
        Assert.Equal(Names, recipe.Names);
    }

    [Fact]
    public void A_part_takes_the_place_of_the_one_of_its_name()
    {
        var part = new TimeStretch { Factor = new(0.9, 1.1) };

        var recipe = AugmentationRecipe.Standard.With(part);

        Assert.Equal(Names, recipe.Names);
        Assert.Same(part, recipe.Parts[1]);
        Assert.Equal(["gain", "time-stretch"], new AugmentationRecipe([new GainChange()]).With(part).Names);
    }

    [Fact]
    public void Always_keeps_the_ranges()
    {
        var recipe = new AugmentationRecipe([new GainChange { Probability = 0.1, Decibels = new(1, 2) }]).Always();

        Assert.Equal(new GainChange { Probability = 1, Decibels = new(1, 2) }, recipe.Parts[0]);
    }

    [Fact]
    public void An_unknown_name_is_told_with_the_known_ones()
    {
        var fault = Assert.Throws<UserFaultException>(() => AugmentationRecipe.Standard.Without("gain", "reverb"));

        Assert.Equal(FaultKind.Settings, fault.Kind);
        Assert.Contains("'reverb'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("room", fault.Message, StringComparison.Ordinal);
        Assert.Throws<UserFaultException>(() => AugmentationRecipe.Standard.Only("reverb"));
    }

    [Fact]
    public void What_no_recipe_can_mean_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new AugmentationRecipe([new GainChange(), new GainChange()]));
        Assert.Throws<ArgumentException>(() => new DrawRange(2, 1));
        Assert.Throws<ArgumentException>(() => new DrawRange(0, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeStretch { Factor = new(0.1, 1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PitchShift { Semitones = new(0, 13) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GainChange { Probability = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GainChange { Probability = double.NaN });
    }
}
