using Esp32Aed.Rates;
using Xunit;

namespace Esp32Aed.Tests.Rates;

public sealed class RateCorrectionTests
{
    private static readonly RateEstimate Found = EventRate.FromCount(100, 600);

    [Fact]
    public void False_alarms_are_taken_off_and_the_rest_is_divided_by_the_recall()
    {
        var corrected = RateCorrection.Correct(Found, new ClassValidation("x", 200, 160, 60, 30))!.Value;

        Assert.Equal((10 - 2) / 0.8, corrected.PerMinute, 9);
        Assert.InRange(corrected.Low, 6, 8);
        Assert.InRange(corrected.High, 12, 15);
    }

    [Fact]
    public void A_perfect_and_endless_validation_changes_nothing()
    {
        var corrected = RateCorrection.Correct(Found, new ClassValidation("x", 100_000_000, 100_000_000, 0, 1e9))!.Value;

        Assert.Equal(Found.PerMinute, corrected.PerMinute, 6);
        Assert.Equal(Found.Low, corrected.Low, 1e-5);
        Assert.Equal(Found.High, corrected.High, 1e-5);
    }

    [Fact]
    public void Less_validation_is_a_wider_interval()
    {
        var much = RateCorrection.Correct(Found, new ClassValidation("x", 2000, 1600, 200, 100))!.Value;
        var little = RateCorrection.Correct(Found, new ClassValidation("x", 20, 16, 2, 1))!.Value;

        Assert.Equal(much.PerMinute, little.PerMinute, 9);
        Assert.True(little.Low < much.Low && little.High > much.High);
        Assert.True(much.High - much.Low > Found.High - Found.Low);
    }

    [Fact]
    public void A_rate_is_never_below_zero()
    {
        var corrected = RateCorrection.Correct(EventRate.FromCount(5, 600), new ClassValidation("x", 100, 90, 30, 30))!.Value;

        Assert.Equal((0, 0), (corrected.PerMinute, corrected.Low));
        Assert.InRange(corrected.High, 0.05, 1);
    }

    [Fact]
    public void Where_validation_does_not_hold_there_is_no_corrected_rate()
    {
        Assert.Null(RateCorrection.Correct(EventRate.FromCount(5, 6000), new ClassValidation("x", 100, 90, 300, 30)));
        Assert.Null(RateCorrection.Correct(Found, new ClassValidation("x", 100, 0, 0, 10)));
        Assert.Null(RateCorrection.Correct(Found, new ClassValidation("x", 0, 0, 0, 10)));
    }

    [Fact]
    public void Without_recordings_to_be_wrong_in_only_recall_is_corrected_for() =>
        Assert.Equal(20, RateCorrection.Correct(Found, new ClassValidation("x", 100, 50, 0, 0))!.Value.PerMinute, 9);

    [Fact]
    public void One_match_says_little_of_the_recall()
    {
        var corrected = RateCorrection.Correct(Found, new ClassValidation("x", 30, 1, 0, 10))!.Value;

        Assert.Equal(0, corrected.Low);
        Assert.True(double.IsFinite(corrected.High) && corrected.High > corrected.PerMinute);
    }

    [Theory]
    [InlineData(10, 11, 0, 1, "11 of 10")]
    [InlineData(-1, 0, 0, 1, "of -1")]
    [InlineData(10, -1, 0, 1, "-1 of 10")]
    [InlineData(10, 5, -1, 1, "-1 false alarms")]
    [InlineData(10, 5, 0, double.NaN, "NaN minutes")]
    [InlineData(10, 5, 0, -1, "-1 minutes")]
    [InlineData(10, 5, 3, 0, "in no time")]
    public void Impossible_validations_are_refused_with_the_reason(int labelled, int matched, int falseAlarms, double minutes, string words) =>
        Assert.Contains(
            words,
            Assert.Throws<ArgumentException>(() => RateCorrection.Correct(Found, new ClassValidation("x", labelled, matched, falseAlarms, minutes))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Impossible_rates_are_refused()
    {
        var validation = new ClassValidation("x", 10, 9, 1, 10);
        Assert.Throws<ArgumentException>(() => RateCorrection.Correct(new RateEstimate(double.NaN, double.NaN, double.NaN, Spacing.Random), validation));
        Assert.Throws<ArgumentException>(() => RateCorrection.Correct(new RateEstimate(1, -1, 2, Spacing.Random), validation));
        Assert.Throws<ArgumentException>(() => RateCorrection.Correct(new RateEstimate(3, 1, 2, Spacing.Random), validation));
    }
}
