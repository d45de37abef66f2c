using Esp32Aed.Learning;
using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Errors;

public sealed class ErrorsCommandTests(BubbleSet set) : IClassFixture<BubbleSet>
{
    [Fact]
    public void It_writes_a_page_and_counts_as_evaluate_does()
    {
        var page = set.NewPath("errors.html");
        var json = AedProcess.Run("errors", set.Model, set.Sounds, "--out", page, "--most", "3", "--json").Succeeded();

        var evaluated = AedProcess.Run("evaluate", set.Model, set.Sounds, "--json").Succeeded().GetProperty("classes")[0];
        var bubble = Assert.Single(json.GetProperty("classes").EnumerateArray());
        foreach (var figure in new[] { "true_count", "found_count", "event_f1_200ms" })
        {
            Assert.Equal(evaluated.GetProperty(figure).GetDouble(), bubble.GetProperty(figure).GetDouble());
        }

        Assert.Equal(Math.Min(3, bubble.GetProperty("misses").GetInt32()), json.GetProperty("misses").GetArrayLength());
        Assert.Equal(Math.Min(3, bubble.GetProperty("false_alarms").GetInt32()), json.GetProperty("false_alarms").GetArrayLength());
        Assert.Equal(
            json.GetProperty("false_alarms").EnumerateArray().Select(e => e.GetProperty("peak_logit").GetDouble()).OrderDescending(),
            json.GetProperty("false_alarms").EnumerateArray().Select(e => e.GetProperty("peak_logit").GetDouble()));
        var text = File.ReadAllText(page);
        Assert.Contains($"Errors of model {ModelFile.Read(set.Model).Checksum:x8} on sounds", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetDirectoryName(set.Sounds)!, text, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("learning_curve").ValueKind);
    }

    [Fact]
    public void The_learning_curve_ends_at_the_figure_that_training_printed()
    {
        var run = AedProcess.Run("errors", set.Model, set.Sounds, "--out", set.NewPath("errors.html"), "--learning-curve", "--folds", "2", "--json");

        var last = run.Succeeded().GetProperty("learning_curve").EnumerateArray().Last();
        Assert.Equal(set.Training.Succeeded().GetProperty("cv_event_f1_200ms").GetDouble(), last.GetProperty("validation_f1_200ms").GetDouble());
        Assert.Equal(3, last.GetProperty("recordings").GetDouble());
        Assert.Contains(run.Json.GetProperty("diagnosis").GetProperty("sentence").GetString()!, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_can_not_do_it_says_in_one_line()
    {
        AedProcess.Run("errors", set.Model, set.Sounds, "--label", "cough").Refused(7, "--label cough", "bubble");
        AedProcess.Run("errors", set.Model, set.Sounds, "--most", "0").Refused(7, "--most 0", "1 to 500");
        AedProcess.Run("errors", set.Model, set.Sounds, "--folds", "1").Refused(7, "--folds 1");
        AedProcess.Run("errors", set.OneSound, set.Sounds).Refused(6, "airlock-001.wav");
        AedProcess.Run("errors", set.Model, set.NewPath("nowhere")).Refused(5, "nowhere");
        AedProcess.Run("errors", set.Model, set.Sounds, "--out", Path.GetDirectoryName(set.Sounds)!).Refused(10, "can't be written");
        AedProcess.Run("errors", set.Model, set.Sounds, "--out", set.NewPath("e.html"), "--learning-curve", "--folds", "9").Refused(5, "9 folds");
    }
}
