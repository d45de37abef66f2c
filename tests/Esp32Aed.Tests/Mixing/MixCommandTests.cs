using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Mixing;

public sealed class MixCommandTests(MixFixture fixture) : IClassFixture<MixFixture>
{
    [Fact]
    public void From_isolated_events_to_figures_by_models_that_never_heard_the_source()
    {
        var mixed = fixture.PathOf("mixed");
        var json = Mix("--out", mixed, "--count", "8", "--seconds", "10", "--snr", "15..20", "--json").Succeeded();
        Assert.Equal(8, json.GetProperty("count").GetInt32());
        Assert.Equal(2, json.GetProperty("groups").GetInt32());

        var test = fixture.PathOf("test");
        Mix("--out", test, "--count", "4", "--seconds", "10", "--snr", "15..20", "--empty", "0.5", "--seed", "2").Finished();
        var rows = from track in Directory.GetFiles(test, "*.txt")
                   let name = Path.GetFileNameWithoutExtension(track)
                   let source = name == "mixed-001" ? "events/high" : "events/low-a"
                   from line in File.ReadLines(track)
                   let fields = line.Split('\t')
                   select $"{name}.wav,{fields[0]},{fields[1]},{fields[2]},15,{source}";
        File.WriteAllLines(Path.Combine(test, "events.csv"), rows.Prepend("file,onset,offset,label,snr_db,source"));

        var trained = AedProcess.Run("train", mixed, "--label", "beep", "--out", fixture.PathOf("model"), "--folds", "2", "--features", "log-mel", "--test", test, "--json").Succeeded();

        var report = Assert.Single(trained.GetProperty("test").EnumerateArray());
        var row = Assert.Single(report.GetProperty("by_snr").EnumerateArray());
        Assert.Equal(15, row.GetProperty("snr_db").GetDouble());
        Assert.Equal(rows.Count(), row.GetProperty("events").GetInt32());
        Assert.Equal(row.GetProperty("f1").GetDouble(), report.GetProperty("mean_f1").GetDouble());
        Assert.InRange(report.GetProperty("false_positives_per_minute").GetDouble(), 0, 60);
        Assert.Contains("    aed mix --events", File.ReadAllText(fixture.PathOf("model/card.md")), StringComparison.Ordinal);
        Assert.Contains("## Test soundscapes: beep", File.ReadAllText(fixture.PathOf("model/card.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_not_be_mixed_is_refused_with_one_line()
    {
        fixture.PutText("nothing/readme.txt", "no sound here");
        fixture.Put("silence/zeros.wav", new short[4000]);
        var events = fixture.PathOf("events");
        var tracks = fixture.PathOf("tracks");
        var places = fixture.PathOf("places");

        Aed(events, tracks, "bark", places).Refused(5, events, "'bark'", "its labels are beep");
        Aed(fixture.PathOf("nothing"), tracks, "beep", places).Refused(5, "nothing", "no sound files");
        Aed(events, places, "beep", places).Refused(5, "--tracks", places, "no label track");
        Aed(events, tracks, "beep", fixture.PathOf("nowhere")).Refused(5, "nowhere", "no such folder");
        Aed(events, tracks, "beep", fixture.PathOf("nothing")).Refused(5, "nothing", "no sound files");
        Aed(events, tracks, "beep", fixture.PathOf("silence")).Refused(5, "silence", "digital silence");
        Aed(events, tracks, "beep", places, "--snr", "9..3").Refused(7, "--snr 9..3", "smaller first");
        Aed(events, tracks, "beep", places, "--snr", "0..90").Refused(7, "--snr 0..90", "-20..60");
        Aed(events, tracks, "beep", places, "--blend", "1.5").Refused(7, "--blend 1.5", "0 to 1");
        Aed(events, tracks, "beep", places, "--filter", "-1").Refused(7, "--filter -1", "0 to 1");
        Aed(events, tracks, "beep", places, "--groups", fixture.PathOf("tracks/high.txt")).Refused(4, "high.txt", "columns file and group");
        AedProcess.Run("mix", "--events", events, "--label", "beep", "--out", fixture.PathOf("never")).Refused(2, "--backgrounds");
        Assert.False(Directory.Exists(fixture.PathOf("never")));
    }

    [Fact]
    public void What_train_can_not_do_is_refused_with_one_line()
    {
        string[] train = ["train", fixture.PathOf("events"), "--tracks", fixture.PathOf("tracks"), "--label", "beep", "--out", fixture.PathOf("no-model"), "--folds", "0"];

        AedProcess.Run([.. train, "--features", "cepstrum"]).Refused(7, "--features cepstrum", "mfcc or log-mel");
        AedProcess.Run([.. train, "--variants", "-1"]).Refused(7, "--variants -1", "0 to 100");
        AedProcess.Run([.. train, "--rounds", "0"]).Refused(7, "--rounds 0", "1 to 1000");
        AedProcess.Run([.. train, "--form", "generated"]).Refused(7, "--form generated", "--model cnn");
        AedProcess.Run([.. train, "--form", "small"]).Refused(7, "--form small", "packed or generated");
        AedProcess.Run([.. train, "--model", "cnn", "--other", fixture.PathOf("places")]).Refused(7, "--other", "--negatives");
        AedProcess.Run([.. train, "--choose-augmentations"]).Refused(7, "--choose-augmentations", "--model cnn");
        AedProcess.Run([.. train, "--shape", "3x1"]).Refused(7, "--shape 3x1", "taps x dilation x channels");
        AedProcess.Run([.. train, "--test", fixture.PathOf("places")]).Refused(7, "--test", "--folds 0");
        AedProcess.Run([.. train, "--model", "cnn", "--variants", "0", "--shape", "3x1x64,3x1x64"]).Refused(7, "--shape 3x1x64 3x1x64", "--budget is 8000");
        AedProcess.Run("train", fixture.PathOf("events"), "--label", "beep", "--out", fixture.PathOf("no-model")).Refused(5, "has sounds and no labels");
        var set = AedProcess.Run("dataset", fixture.PathOf("events"), "--tracks", fixture.PathOf("tracks"), "--json").Succeeded();
        Assert.Equal(3, set.GetProperty("recordings").GetInt32());
    }

    private AedResult Mix(params string[] more) =>
        AedProcess.Run(["mix", "--events", fixture.PathOf("events"), "--tracks", fixture.PathOf("tracks"), "--groups", fixture.PathOf("origins.csv"), "--label", "beep", "--backgrounds", fixture.PathOf("places"), .. more]);

    private AedResult Aed(string events, string tracks, string label, string backgrounds, params string[] more) =>
        AedProcess.Run(["mix", "--events", events, "--tracks", tracks, "--label", label, "--backgrounds", backgrounds, "--out", fixture.PathOf("never"), .. more]);
}
