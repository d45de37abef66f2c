using System.Globalization;
using System.Xml.Linq;
using Esp32Aed.Learning;
using Esp32Aed.Tests.Tflite;
using Xunit;

namespace Esp32Aed.Tests.Cli;

public sealed class TrainClipsTests
{
    [Fact]
    public void Training_and_evaluation_give_the_figures_of_clips()
    {
        using var folder = new ClipFolder().Listed(("high", ["1", "2", "1", "2"]), ("low", ["1", "2", "1", "2"]), ("noise", ["1", "2", "1", "2"]));
        var model = Path.Combine(folder.Path, "model");

        var network = Path.Combine(folder.Path, "spectrum.tflite");
        File.WriteAllBytes(network, TfliteBuilder.Spectrum().ToFile());

        var trained = AedProcess.Run("train", folder.Path, "--model", "cnn", "--budget", "3000", "--out", model, "--folds", "2", "--unknown", "noise", "--reference", network, "--json").Succeeded();
        var evaluated = AedProcess.Run("evaluate", model, folder.Path, "--json").Succeeded();

        Assert.InRange(trained.GetProperty("cv_clip_accuracy").GetDouble(), 0.8, 1);
        Assert.InRange(trained.GetProperty("cv_float_clip_accuracy").GetDouble(), 0.8, 1);
        Assert.InRange(trained.GetProperty("reference_clip_accuracy").GetDouble(), 0.8, 1);
        Assert.Equal((12, 2), (trained.GetProperty("recordings").GetInt32(), trained.GetProperty("folds").GetInt32()));
        Assert.False(trained.TryGetProperty("cv_event_f1_200ms", out _));
        Assert.Equal("noise", Assert.Single(trained.GetProperty("unknown").EnumerateArray()).GetProperty("label").GetString());
        Assert.InRange(evaluated.GetProperty("clip_accuracy").GetDouble(), 0.9, 1);
        foreach (var confusion in new[] { trained.GetProperty("clip_confusion"), evaluated.GetProperty("clip_confusion") })
        {
            Assert.Equal(["high", "low", "noise"], confusion.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
            Assert.All(confusion.GetProperty("clips").EnumerateArray(), row => Assert.Equal(4, row.EnumerateArray().Sum(clips => clips.GetInt32())));
            Assert.Equal(3, confusion.GetProperty("recall").GetArrayLength());
        }

        var cost = AedProcess.Run("cost", model, "--json").Succeeded().GetProperty("clips");
        Assert.InRange(cost.GetProperty("judge_il_per_frame").GetDouble(), 3000, 6000);
        Assert.InRange(cost.GetProperty("il_per_frame").GetDouble(), 20_000, 26_000);
        Assert.True(cost.GetProperty("il_at_end").GetInt64() > 0);
        Assert.Equal(trained.GetProperty("checksum").GetString(), ModelFile.Read(model).Checksum.ToString("x8"));
        var card = File.ReadAllText(Path.Combine(model, "card.md"));
        Assert.Contains("## Sounds it has never heard", card, StringComparison.Ordinal);
        Assert.Contains("Clip accuracy: int8", card, StringComparison.Ordinal);
        Assert.Contains("* A judge of whole clips: 241 statistics", card, StringComparison.Ordinal);
        Assert.Contains("features of the large network", card, StringComparison.Ordinal);
        Assert.Contains("--budget 3000 --form generated", card, StringComparison.Ordinal);
        Assert.Contains("--reference ", card, StringComparison.Ordinal);
        Assert.Contains("](confusion.svg)", card, StringComparison.Ordinal);
        var cells = XElement.Load(Path.Combine(model, "confusion.svg")).Elements().Single(e => e.Attribute("class")?.Value == "cells").Elements();
        Assert.Equal(
            trained.GetProperty("clip_confusion").GetProperty("clips").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(count => count.GetInt32())),
            cells.Where(e => e.Name.LocalName is "text").Select(e => int.Parse(e.Value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void What_can_not_be_trained_is_refused_and_leaves_an_older_model_as_it_was()
    {
        using var folder = new ClipFolder().With("high", 2).With("low", 1).With("noise", 2);
        var model = Directory.CreateTempSubdirectory("aed-tests-");
        try
        {
            var file = Path.Combine(model.FullName, ModelFile.Name);
            File.WriteAllBytes(file, [1, 2, 3]);
            string[] train = ["train", folder.Path, "--out", model.FullName];

            AedProcess.Run([.. train, "--model", "cnn", "--folds", "2"]).Refused(5, "low", "one clip");
            AedProcess.Run([.. train, "--model", "cnn", "--label", "sneeze", "--label", "low"]).Refused(5, "sneeze", "high, low, noise");
            AedProcess.Run([.. train, "--model", "cnn", "--folds", "2", "--unknown", "dog"]).Refused(7, "--unknown dog");
            AedProcess.Run([.. train, "--model", "cnn", "--label", "high", "--label", "noise", "--folds", "2", "--reference", file]).Refused(6, ModelFile.Name, "is no .tflite file");
            AedProcess.Run([.. train, "--model", "cnn", "--folds", "0", "--reference", file]).Refused(7, "--reference");
            AedProcess.Run([.. train, "--model", "cnn", "--label", "high", "--label", "noise", "--folds", "2", "--shape", "3x1x60,3x1x60"]).Refused(7, "--shape", "8000");
            AedProcess.Run([.. train, "--model", "cnn", "--least-bias"]).Refused(7, "--least-bias");
            AedProcess.Run(train).Refused(5, "--model cnn");
            Assert.Equal([1, 2, 3], File.ReadAllBytes(file));
        }
        finally
        {
            model.Delete(recursive: true);
        }
    }
}
