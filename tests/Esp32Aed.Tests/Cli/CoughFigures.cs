using Xunit;

namespace Esp32Aed.Tests.Cli;

/// <summary>What the project promises on real coughs, and what the shipped model does with them.</summary>
public sealed class CoughFigures
{
    [Fact]
    public void Cross_validated_coughs_reach_the_promised_figures()
    {
        var data = RealData.Require("strong", "cough");
        var folder = Directory.CreateTempSubdirectory("aed-cough-test-");
        try
        {
            var json = AedProcess.Run("train", data, "--label", "cough", "--out", Path.Combine(folder.FullName, "cough"), "--json").Succeeded();

            var int8 = json.GetProperty("cv_event_f1_200ms").GetDouble();
            Assert.InRange(int8, 0.84, 1);
            Assert.InRange(json.GetProperty("cv_float_event_f1_200ms").GetDouble() - int8, -1, 0.01);
            Assert.All(
                json.GetProperty("cv_event_f1_200ms_at_gain").EnumerateArray(),
                gain => Assert.True(int8 - gain.GetProperty("event_f1_200ms").GetDouble() <= 0.02, gain.ToString()));
            Assert.All(json.GetProperty("front_end").EnumerateArray(), row =>
            {
                Assert.True(row.GetProperty("log_mel_snr_db").GetDouble() >= 50, row.ToString());
                Assert.True(row.GetProperty("mfcc_snr_db").GetDouble() >= 50, row.ToString());
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_cross_validated_network_is_better_and_loses_nothing_as_integers()
    {
        var data = RealData.Require("strong", "cough");
        var folder = Directory.CreateTempSubdirectory("aed-cough-test-");
        try
        {
            var json = AedProcess.Run("train", data, "--label", "cough", "--model", "cnn", "--out", Path.Combine(folder.FullName, "cough"), "--json").Succeeded();

            var int8 = json.GetProperty("cv_event_f1_200ms").GetDouble();
            Assert.InRange(int8, 0.88, 1);
            Assert.InRange(json.GetProperty("cv_event_f1_100ms").GetDouble(), 0.87, 1);
            Assert.InRange(json.GetProperty("cv_float_event_f1_200ms").GetDouble() - int8, -1, 0.005);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_shipped_model_is_within_its_budgets()
    {
        var model = Path.Combine(RealData.Repository, "models", "cough");
        var json = AedProcess.Run("cost", model, "--json").Succeeded();

        Assert.InRange(json.GetProperty("il_per_frame").GetDouble(), 15_000, 26_000);
        var classifier = json.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("name").GetString() == "classifier");
        Assert.InRange(classifier.GetProperty("il_per_frame").GetDouble(), 1_000, 8_000);
        Assert.InRange(new FileInfo(Path.Combine(model, "model.aed")).Length, 1, 12 * 1024);
    }

    [Fact]
    public void The_shipped_model_finds_the_coughs_it_was_trained_on()
    {
        var json = AedProcess.Run("evaluate", Path.Combine(RealData.Repository, "models", "cough"), RealData.Require("strong", "cough"), "--json").Succeeded();

        var cough = json.GetProperty("classes")[0];
        Assert.Equal(683, cough.GetProperty("true_count").GetInt32());
        Assert.InRange(cough.GetProperty("event_f1_200ms").GetDouble(), 0.85, 1);
    }
}
