using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Rates;
using Esp32Aed.Sound;
using Esp32Aed.Tests.Cards;
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
        Assert.Equal(File.ReadAllBytes(Path.Combine(set.Model, CardPictures.OperatingCurve)), File.ReadAllBytes(Path.Combine(again, CardPictures.OperatingCurve)));
    }

    [Fact]
    public void The_chosen_operating_point_is_in_the_output_in_the_card_and_in_the_picture()
    {
        var json = set.Training.Succeeded();
        var point = json.GetProperty("operating_point").GetProperty("bubble");
        var (on, recall, falseAlarms) = (point.GetProperty("on").GetDouble(), point.GetProperty("recall").GetDouble(), point.GetProperty("false_alarms_per_hour").GetDouble());

        Assert.Equal(ModelFile.Read(set.Model).Decoders[0].On / 256.0, on);
        Assert.Contains(
            FormattableString.Invariant($"| bubble | {on:F2} | {recall:F3} | {falseAlarms:F1} | {point.GetProperty("f1").GetDouble():F3} | {100 * point.GetProperty("bias").GetDouble():+0.0;-0.0;0.0} % | chosen |"),
            File.ReadAllText(Path.Combine(set.Model, "card.md")),
            StringComparison.Ordinal);
        var chart = new ChartReader(File.ReadAllText(Path.Combine(set.Model, CardPictures.OperatingCurve)));
        var (x, y) = Assert.Single(chart.Dots);
        Assert.Equal(recall, ChartReader.Linear(chart.Vertical, y), 1e-3);
        Assert.InRange(ChartReader.Logarithmic(chart.Horizontal, x), falseAlarms * 0.999, falseAlarms * 1.001);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (json.GetProperty("shape").ValueKind, json.GetProperty("learning_rounds").ValueKind));
    }

    [Fact]
    public void No_picture_of_an_older_model_stays_and_a_network_shows_how_it_learned()
    {
        var folder = set.NewPath("network");
        CardPictures.Write(folder, "old", "old", "old");

        var json = AedProcess.Run(
            "train", set.Sounds, "--label", "bubble", "--out", folder, "--folds", "0", "--model", "cnn", "--budget", "1500", "--form", "generated", "--false-alarms-per-hour", "90.5", "--json").Succeeded();

        Assert.Equal(["card.md", "learning-curve.svg", "model.aed"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(json.GetProperty("operating_point").EnumerateObject());
        var chart = new ChartReader(File.ReadAllText(Path.Combine(folder, CardPictures.LearningCurve)));
        Assert.Equal(json.GetProperty("learning_rounds").GetInt32(), ChartReader.Linear(chart.Horizontal, Assert.Single(chart.Dots).X), 1e-3);
        var card = File.ReadAllText(Path.Combine(folder, "card.md"));
        Assert.Contains(json.GetProperty("shape").GetString()!, card, StringComparison.Ordinal);
        Assert.Contains(" --budget 1500 --form generated --folds 0 ", card, StringComparison.Ordinal);
        Assert.Contains(" --false-alarms-per-hour 90.5\n", card, StringComparison.Ordinal);
        var forms = Regex.Match(card, @"(?m)^\* classifier: ([0-9,]+) IL operations a frame packed .*, ([0-9,]+) as code");
        Assert.InRange(int.Parse(forms.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), 1600, 5000);
        Assert.InRange(int.Parse(forms.Groups[2].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), 1000, 1500);
        Assert.DoesNotContain("operating-curve.svg", card, StringComparison.Ordinal);
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
        foreach (var figure in new[] { "event_f1_200ms", "event_f1_100ms", "precision", "recall", "segment_f1_1s", "found_count", "count_mae_per_file", "false_positives_per_minute", "rate_per_minute", "rate_within_10_percent" })
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
    public void Evaluate_scores_rates_by_recording()
    {
        var bubble = AedProcess.Run("evaluate", set.Model, set.Sounds, "--json").Succeeded().GetProperty("classes")[0];
        var runs = AedProcess.Run(["run", set.Model, .. Directory.GetFiles(set.Sounds, "*.wav"), "--json"]).Succeeded().GetProperty("files").EnumerateArray();

        int having = 0, within = 0, beats = 0;
        foreach (var file in runs)
        {
            var truth = LabelTrack.Read(Path.ChangeExtension(file.GetProperty("file").GetString()!, ".txt")).Count;
            var rate = file.GetProperty("rates")[0];
            having += truth > 0 ? 1 : 0;
            within += truth > 0 && Math.Abs((rate.GetProperty("count").GetInt32() / (double)truth) - 1) <= 0.1 + 1e-9 ? 1 : 0;
            beats += truth > 0 && rate.GetProperty("beat").ValueKind != JsonValueKind.Null ? 1 : 0;
        }

        Assert.Equal(4, having);
        Assert.Equal((double)within / having, bubble.GetProperty("rate_within_10_percent").GetDouble(), 1e-5);
        Assert.Equal(beats, bubble.GetProperty("beat_recordings").GetInt32());
        Assert.Equal(beats > 0, bubble.GetProperty("beat_rate_within_10_percent").ValueKind == JsonValueKind.Number);
    }

    [Fact]
    public void Run_corrects_rates_by_what_training_measured()
    {
        var trained = set.Training.Succeeded().GetProperty("classes")[0];
        var validation = ValidationFile.Read(Path.Combine(set.Model, ValidationFile.Name))!.Of("bubble")!;
        Assert.Equal(trained.GetProperty("true_count").GetInt32(), validation.TrueEvents);
        Assert.Equal(trained.GetProperty("recall").GetDouble(), (double)validation.MatchedEvents / validation.TrueEvents, 1e-5);
        Assert.Equal(1, validation.FalseAlarmMinutes, 9);
        Assert.Equal(trained.GetProperty("false_positives_per_minute").GetDouble(), validation.FalseAlarms / validation.FalseAlarmMinutes, 1e-5);

        var json = AedProcess.Run("run", set.Model, set.OneSound, "--json").Succeeded();
        var rate = json.GetProperty("files")[0].GetProperty("rates")[0];
        var onsets = json.GetProperty("files")[0].GetProperty("events").EnumerateArray().Select(e => e.GetProperty("onset").GetDouble());
        var found = EventRate.FromOnsets(onsets, 30);
        Assert.Equal(found.PerMinute, rate.GetProperty("rate_per_minute").GetDouble(), 1e-5);
        Assert.Equal(found.Low, rate.GetProperty("rate_low").GetDouble(), 1e-5);
        Assert.Equal(found.High, rate.GetProperty("rate_high").GetDouble(), 1e-5);
        Assert.Equal(RateCorrection.Correct(found, validation)?.PerMinute ?? -1, Corrected(rate), 1e-5);
    }

    [Fact]
    public void A_validation_of_another_model_is_not_used_and_a_damaged_one_is_refused()
    {
        var folder = Directory.CreateDirectory(set.NewPath("model")).FullName;
        File.Copy(Path.Combine(set.Model, ModelFile.Name), Path.Combine(folder, ModelFile.Name));
        var path = Path.Combine(folder, ValidationFile.Name);
        var alone = AedProcess.Run("run", folder, set.OneSound, "--json");
        Assert.Equal((-1, ""), (Corrected(alone.Succeeded().GetProperty("files")[0].GetProperty("rates")[0]), Warnings(alone)));

        new ValidationFile("00000000", [new ClassValidation("bubble", 10, 9, 1, 1)]).Write(path);
        var other = AedProcess.Run("run", folder, set.OneSound, "--json");
        Assert.Equal(-1, Corrected(other.Succeeded().GetProperty("files")[0].GetProperty("rates")[0]));
        Assert.Contains("not corrected", Warnings(other), StringComparison.Ordinal);

        File.WriteAllText(path, "{");
        AedProcess.Run("run", folder, set.OneSound).Refused(6, ValidationFile.Name, "train the model again");
    }

    private static double Corrected(JsonElement rate) =>
        rate.GetProperty("corrected") is { ValueKind: JsonValueKind.Object } corrected ? corrected.GetProperty("rate_per_minute").GetDouble() : -1;

    private static string Warnings(AedResult run) => string.Concat(run.Errors.Split('\n').Where(line => line.StartsWith("aed: warning", StringComparison.Ordinal)));

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
