using System.Globalization;
using Esp32Aed.Sound;
using Esp32Aed.Tflite;
using Xunit;

namespace Esp32Aed.Tests.Tflite;

/// <summary>YAMNet against reference outputs of an independent pass in float, where both lie beside the real recordings.</summary>
public sealed class YamnetTests
{
    private const int Hop = 7680;

    [Fact]
    public void Embeddings_of_real_clips_are_those_of_the_reference()
    {
        var (model, golden) = Require();
        foreach (var row in Rows(golden, "embedding_mean_float.csv"))
        {
            var windows = Windows(row[0], model.InputLength).Select(window => model.Embed(window)).ToArray();
            for (var i = 0; i < 1024; i++)
            {
                Assert.InRange(windows.Average(embedding => (double)embedding[i]), Number(row[i + 1]) - 1e-4, Number(row[i + 1]) + 1e-4);
            }
        }
    }

    [Fact]
    public void Scores_are_those_of_the_reference()
    {
        var (model, golden) = Require();
        foreach (var row in Rows(golden, "top5.csv").Where(row => row[3] == "float"))
        {
            var windows = Windows(row[0], model.InputLength).Select(window => model.Run(window)).ToArray();
            Assert.Equal(int.Parse(row[2], CultureInfo.InvariantCulture), windows.Length);
            for (var at = 4; at < row.Length; at += 3)
            {
                var score = windows.Average(scores => (double)scores[int.Parse(row[at], CultureInfo.InvariantCulture)]);
                Assert.InRange(score, Number(row[at + 2]) - 1e-4, Number(row[at + 2]) + 1e-4);
            }
        }
    }

    private static (TfliteModel Model, string Golden) Require()
    {
        var folder = Path.Combine(RealData.Require(), "..", "pretrained");
        var path = Path.Combine(folder, "yamnet.tflite");
        if (!File.Exists(path))
        {
            Assert.Skip($"no {path}");
        }

        return (TfliteModel.Load(path), Path.Combine(folder, "golden"));
    }

    private static IEnumerable<float[]> Windows(string clip, int length)
    {
        var samples = SoundFile.Read(Path.Combine(RealData.Require("esc10"), clip), 16000, _ => { }).Samples;
        for (var from = 0; from + length <= samples.Length; from += Hop)
        {
            yield return Array.ConvertAll(samples[from..(from + length)], sample => sample / 32768f);
        }
    }

    // A name with a comma stands in quotes.
    private static IEnumerable<string[]> Rows(string folder, string name) => File.ReadLines(Path.Combine(folder, name)).Skip(1)
        .Select(line => string.Concat(line.Split('"').Select((part, i) => i % 2 == 1 ? part.Replace(',', ';') : part)).Split(','));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
