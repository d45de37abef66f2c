using System.IO.Compression;
using Esp32Aed.Sound;
using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Tflite;

/// <summary><c>aed run</c> with a sound classifier that somebody else has made.</summary>
public sealed class RunTfliteTests : IDisposable
{
    private const int Window = 1600;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Shows_the_classes_by_their_mean_scores_and_where_each_is_largest()
    {
        var sound = Sound([.. Enumerable.Repeat((short)0, Window), .. Enumerable.Repeat((short)16384, Window)]);
        var file = AedProcess.Run("run", Model("down\nup\n"), sound, "--json").Succeeded().GetProperty("files")[0];
        var classes = file.GetProperty("classes").EnumerateArray().ToList();
        Assert.Equal(0.2, file.GetProperty("seconds").GetDouble(), 1e-9);
        Assert.Equal(["up", "down"], classes.Select(c => c.GetProperty("label").GetString()));
        Assert.Equal([0.25, -0.25], classes.Select(c => Math.Round(c.GetProperty("mean_score").GetDouble(), 4)));
        Assert.Equal([0.5, 0], classes.Select(c => Math.Round(c.GetProperty("largest_score").GetDouble(), 4)));
        Assert.Equal([0.1, 0], classes.Select(c => Math.Round(c.GetProperty("largest_at").GetDouble(), 4)));
    }

    [Fact]
    public void A_sound_shorter_than_the_window_is_followed_by_silence_and_classes_without_names_have_numbers()
    {
        var best = AedProcess.Run("run", Model(labels: null), Sound([.. Enumerable.Repeat((short)16384, Window / 2)]), "--json").Succeeded()
            .GetProperty("files")[0].GetProperty("classes")[0];
        Assert.Equal("class 1", best.GetProperty("label").GetString());
        Assert.Equal(0.25, best.GetProperty("mean_score").GetDouble(), 1e-4);
    }

    [Fact]
    public void What_it_can_not_do_is_told_in_a_line()
    {
        var sound = Sound([1, 2, 3]);
        AedProcess.Run("run", Model(labels: null), sound, "--labels", folder.FullName).Refused((int)FaultKind.Settings, "--labels", "leave --labels out");
        AedProcess.Run("run", Model(labels: null), sound, "--clip", "5").Refused((int)FaultKind.Settings, "--clip", "leave --clip out");
        var small = Path.Combine(folder.FullName, "small.tflite");
        var builder = new TfliteBuilder(1, 2);
        File.WriteAllBytes(small, builder.Then(9, [(sbyte)0], builder.Floats([1, 2], 1, 1)).ToFile());
        AedProcess.Run("run", small, sound).Refused((int)FaultKind.Model, "takes 2 numbers", "16000 Hz");
        AedProcess.Run("run", Path.Combine(folder.FullName, "none.tflite"), sound).Refused((int)FaultKind.Model, "none.tflite", "can't be read");
    }

    private string Sound(short[] samples)
    {
        var path = Path.Combine(folder.FullName, "sound.wav");
        WavFile.Write(path, samples, 16000);
        return path;
    }

    // Two classes: minus the mean of a window's samples, and their mean.
    private string Model(string? labels)
    {
        var builder = new TfliteBuilder(1, Window);
        float[] mean = [.. Enumerable.Repeat(1f / Window, Window)];
        var path = Path.Combine(folder.FullName, "mean.tflite");
        File.WriteAllBytes(path, builder.Then(9, [(sbyte)0], builder.Floats([2, Window], [.. mean.Select(w => -w), .. mean])).ToFile());
        if (labels is not null)
        {
            using var stream = new FileStream(path, FileMode.Append);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
            using var writer = new StreamWriter(archive.CreateEntry("labels.txt").Open());
            writer.Write(labels);
        }

        return path;
    }
}
