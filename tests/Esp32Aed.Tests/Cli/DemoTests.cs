using Esp32Aed.Learning;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Cli;

public sealed class DemoTests
{
    [Fact]
    public void The_demo_posts_what_it_finds_and_finds_nearly_what_is_there()
    {
        var folder = Directory.CreateTempSubdirectory("aed-demo-test-");
        try
        {
            var json = AedProcess.Run("demo", "--keep", folder.FullName, "--json").Succeeded();

            var unheard = Path.Combine(folder.FullName, "unheard.wav");
            var model = ModelFile.Read(folder.FullName);
            var found = Recordings.Detect(model, SoundFile.Read(unheard, model.SampleRate).Samples).Count;
            var trueCount = LabelTrack.Read(Path.ChangeExtension(unheard, ".txt")).Count;
            Assert.Equal(trueCount, json.GetProperty("true_count").GetInt32());
            Assert.Equal(found, json.GetProperty("found_count").GetInt32());
            Assert.Equal(found, json.GetProperty("posted_count").GetInt32());
            Assert.InRange(found, trueCount * 0.85, trueCount * 1.15);
            Assert.InRange(json.GetProperty("rate_per_minute").GetDouble(), json.GetProperty("rate_low").GetDouble(), json.GetProperty("rate_high").GetDouble());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
