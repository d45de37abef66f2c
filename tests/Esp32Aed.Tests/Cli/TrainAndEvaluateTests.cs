using Esp32Aed.Learning;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Cli;

public sealed class TrainAndEvaluateTests(BubbleSet set) : IClassFixture<BubbleSet>
{
    [Fact]
    public void Train_writes_a_model_and_its_card_and_prints_its_figures()
    {
        var json = set.Training.Succeeded();

        var model = ModelFile.Read(set.Model);
        Assert.Equal(["bubble"], model.Labels);
        Assert.Equal(model.Checksum.ToString("x8"), json.GetProperty("checksum").GetString());
        Assert.InRange(json.GetProperty("cv_event_f1_200ms").GetDouble(), 0.7, 1);
        Assert.InRange(json.GetProperty("cv_event_f1_100ms").GetDouble(), 0.5, 1);
        Assert.InRange(json.GetProperty("cv_float_event_f1_200ms").GetDouble(), 0.7, 1);
        Assert.True(json.GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(5, json.GetProperty("front_end").GetArrayLength());
        Assert.All(json.GetProperty("front_end").EnumerateArray(), row => Assert.True(row.GetProperty("log_mel_snr_db").GetDouble() >= 50));
        var card = File.ReadAllText(Path.Combine(set.Model, "card.md"));
        Assert.Contains("aed train", card, StringComparison.Ordinal);
        Assert.Contains(model.Checksum.ToString("x8"), card, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_say_what_the_model_costs_on_a_board()
    {
        var evaluated = AedProcess.Run("evaluate", set.Model, set.Sounds, "--json");

        Assert.All(
            [set.Training, evaluated],
            run => Assert.Matches(@"(?m)^cost: [0-9,]+ IL operations a frame, about [0-9.]+ ms of 32\.0 ms on esp32-rev0; fits", run.Errors));
    }

    [Fact]
    public void Training_again_gives_the_same_model_bit_for_bit()
    {
        var again = set.NewPath("again");
        AedProcess.Run("train", set.Sounds, "--label", "bubble", "--out", again, "--folds", "2", "--json").Succeeded();

        Assert.Equal(ModelFile.ReadBytes(set.Model), ModelFile.ReadBytes(again));
    }

    [Fact]
    public void A_16_kHz_model_is_a_setting()
    {
        var sounds = set.NewPath("sounds16");
        AedProcess.Run("synth", "--out", sounds, "--files", "4", "--negatives", "1", "--seconds", "20", "--rate", "20", "--rate-hz", "16000").Finished();
        var model = set.NewPath("bubble16");
        AedProcess.Run("train", sounds, "--label", "bubble", "--out", model, "--folds", "0", "--rate-hz", "16000", "--json").Succeeded();

        Assert.Equal((16000, 512), (ModelFile.Read(model).SampleRate, ModelFile.Read(model).FrontEnd.FrameLength));
        var found = AedProcess.Run("evaluate", model, sounds, "--json").Succeeded().GetProperty("classes")[0];
        Assert.InRange(found.GetProperty("event_f1_200ms").GetDouble(), 0.7, 1);
    }

    [Fact]
    public void Evaluate_prints_what_the_issue_of_every_user_is()
    {
        var json = AedProcess.Run("evaluate", set.Model, set.Sounds, "--json").Succeeded();

        Assert.Equal(6, json.GetProperty("recordings").GetInt32());
        Assert.True(json.GetProperty("realtime_factor").GetDouble() > 0);
        var bubble = Assert.Single(json.GetProperty("classes").EnumerateArray());
        Assert.Equal("bubble", bubble.GetProperty("label").GetString());
        var labelled = Directory.GetFiles(set.Sounds, "*.txt").Sum(track => LabelTrack.Read(track).Count);
        Assert.Equal(labelled, bubble.GetProperty("true_count").GetInt32());
        foreach (var figure in new[] { "event_f1_200ms", "event_f1_100ms", "precision", "recall", "segment_f1_1s", "found_count", "count_mae_per_file", "false_positives_per_minute", "rate_per_minute" })
        {
            Assert.True(double.IsFinite(bubble.GetProperty(figure).GetDouble()), figure);
        }

        Assert.InRange(bubble.GetProperty("rate_per_minute").GetDouble(), bubble.GetProperty("rate_low").GetDouble(), bubble.GetProperty("rate_high").GetDouble());
    }

    [Fact]
    public void Run_lists_the_events_and_writes_them_as_a_label_track()
    {
        var tracks = set.NewPath("tracks");
        var json = AedProcess.Run("run", set.Model, set.OneSound, "--labels", tracks, "--json").Succeeded();

        var events = json.GetProperty("files")[0].GetProperty("events").EnumerateArray().ToArray();
        var track = LabelTrack.Read(Path.Combine(tracks, "airlock-001.txt"));
        Assert.NotEmpty(events);
        Assert.Equal(events.Select(e => e.GetProperty("onset").GetDouble()), track.Select(e => e.Onset));
        Assert.Equal(events.Length, json.GetProperty("counts").GetProperty("bubble").GetInt32());
    }

    [Fact]
    public void A_data_set_that_can_not_serve_is_refused_in_one_line()
    {
        AedProcess.Run("train", set.Sounds, "--label", "cough", "--out", set.NewPath("x")).Refused(5, "cough", "bubble");
        AedProcess.Run("train", set.NewPath("nowhere"), "--label", "bubble", "--out", set.NewPath("x")).Refused(5, "nowhere");
        AedProcess.Run("train", set.Sounds, "--label", "bubble", "--out", set.NewPath("x"), "--folds", "1").Refused(7, "--folds", "0 or 2 to 20");
        AedProcess.Run("train", set.Sounds, "--label", "bubble", "--out", set.NewPath("x"), "--folds", "5").Refused(5, "5 folds");
        AedProcess.Run("train", set.Sounds, "--label", "bubble", "--out", set.NewPath("x"), "--rate-hz", "44100").Refused(7, "--rate-hz 44100");

        var one = Directory.CreateDirectory(set.NewPath("one")).FullName;
        File.Copy(set.OneSound, Path.Combine(one, "a.wav"));
        File.Copy(Path.ChangeExtension(set.OneSound, ".txt"), Path.Combine(one, "a.txt"));
        AedProcess.Run("train", one, "--label", "bubble", "--out", set.NewPath("x")).Refused(5, "one recording");

        var oneClass = Directory.CreateDirectory(Path.Combine(set.NewPath("set"), "bubble")).FullName;
        File.Copy(set.OneSound, Path.Combine(oneClass, "a.wav"));
        AedProcess.Run("train", Path.GetDirectoryName(oneClass)!, "--label", "bubble", "--out", set.NewPath("x")).Refused(5);
    }

    [Fact]
    public void A_damaged_model_is_refused_in_one_line()
    {
        var bytes = ModelFile.ReadBytes(set.Model);
        var cut = set.NewPath("cut.aed");
        File.WriteAllBytes(cut, bytes[..^1]);
        AedProcess.Run("run", cut, set.OneSound).Refused(6, "cut.aed", "bytes");

        var flipped = set.NewPath("flipped.aed");
        bytes[100] ^= 1;
        File.WriteAllBytes(flipped, bytes);
        AedProcess.Run("evaluate", flipped, set.Sounds).Refused(6, "flipped.aed", "checksum");

        AedProcess.Run("run", set.OneSound, set.OneSound).Refused(6, "airlock-001.wav");
        AedProcess.Run("run", set.NewPath("none.aed"), set.OneSound).Refused(6, "none.aed");
    }

    [Fact]
    public void Unusable_sound_and_a_wrong_command_line_have_their_exit_codes()
    {
        var empty = set.NewPath("empty.wav");
        File.WriteAllBytes(empty, []);
        AedProcess.Run("run", set.Model, empty).Refused(3, "empty.wav");
        AedProcess.Run("run", set.Model).Refused(2);
        AedProcess.Run("trian").Refused(2, "trian");
    }

    [Fact]
    public void A_model_that_can_not_be_written_is_said_in_one_line()
    {
        var inTheWay = set.NewPath("file");
        File.WriteAllText(inTheWay, "in the way");
        AedProcess.Run("train", set.Sounds, "--label", "bubble", "--out", inTheWay, "--folds", "0").Refused(10, "file");
    }
}
