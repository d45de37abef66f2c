using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class SourceTallyTests : IDisposable
{
    private readonly SoundFixture files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Only_models_that_never_heard_the_source_find_its_events_and_false_alarms_are_averaged()
    {
        // Rex is in the first fold, Bella in the second: model 0 heard Bella, model 1 Rex.
        var tally = Tally(["bella"], ["rex"]);

        tally.Add(
            [At(1, "dogs/rex-1.wav", 10), At(2, "bella-1", 10), At(3, "rex-1", 10)],
            60,
            [Found(1.1, 2, 5), Found(2.1, 3, 6, 7, 8)]);

        // Rex: 1 s by model 0; at 3 s model 0 missed, and model 1 heard Rex. Bella: by model 1. Alarms: 1 and 3.
        var row = Assert.Single(tally.Report().Rows);
        Assert.Equal(new SourceTestRow(10, 3, 2, 2), row);
        Assert.Equal(2 * 2.0 / (2 + 2 + 3), row.F1);
        Assert.True(double.IsNaN(tally.Report().FalsePositivesPerMinute));
    }

    [Fact]
    public void A_source_that_none_heard_is_judged_by_all()
    {
        var tally = Tally(["bella"], ["rex"]);

        tally.Add([At(1, "stranger", 0), At(2, "stranger", 0)], 60, [Found(1, 2), Found(1)]);

        Assert.Equal(1.5, Assert.Single(tally.Report().Rows).Found);
    }

    [Fact]
    public void Ratios_are_rows_and_soundscapes_without_the_class_give_false_positives_a_minute()
    {
        var tally = Tally(["bella"], ["rex"]);

        tally.Add([At(1, "rex-1", 20)], 60, [Found(1), Found()]);
        tally.Add([At(1, "rex-1", 0)], 60, [Found(), Found()]);
        tally.Add([new SourceEvent(1, 2, "cough", "rex-1", 20)], 90, [Found(1), Found(1, 2)]);
        tally.Add([], 30, [[new LabelledEvent(1, 2, "cough")], []]);

        var report = tally.Report();
        Assert.Equal([0, 20], report.Rows.Select(row => row.SnrDb));
        Assert.Equal([0, 1], report.Rows.Select(row => row.F1));
        Assert.Equal(0.5, report.MeanF1);
        Assert.Equal(2, report.MinutesWithout);
        Assert.Equal(0.75, report.FalsePositivesPerMinute);
    }

    [Fact]
    public void The_table_beside_the_sounds_is_read()
    {
        files.PutTone("a.wav");
        files.PutTone("b.wav");
        files.Put("events.csv", "file,onset,offset,label,snr_db,source\na.wav,0.1,0.2,bark,5,dog/rex-1\n");

        var scenes = SourceTestSet.Read(files.Folder, "bark");

        Assert.Equal(["a.wav", "b.wav"], scenes.Select(scene => Path.GetFileName(scene.Path)));
        Assert.Equal([new SourceEvent(0.1, 0.2, "bark", "dog/rex-1", 5)], scenes[0].Events);
        Assert.Empty(scenes[1].Events);
    }

    [Theory]
    [InlineData(null, FaultKind.Dataset, "has no events.csv")]
    [InlineData("file,onset,offset,label\n", FaultKind.Labels, "needs the columns")]
    [InlineData("file,onset,offset,label,source\na.wav,x,1,bark,rex\n", FaultKind.Labels, "events.csv:2: 'x' is not a number")]
    [InlineData("file,onset,offset,label,source\nc.wav,0,1,bark,rex\n", FaultKind.Dataset, "no such sound")]
    [InlineData("file,onset,offset,label,source\na.wav,0,1,cough,rex\n", FaultKind.Dataset, "no event labelled 'bark'")]
    public void What_is_wrong_with_a_table_is_said(string? table, FaultKind kind, string words)
    {
        files.PutTone("a.wav");
        if (table is not null)
        {
            files.Put("events.csv", table);
        }

        var fault = Assert.Throws<UserFaultException>(() => SourceTestSet.Read(files.Folder, "bark"));

        Assert.Equal(kind, fault.Kind);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private static SourceEvent At(double onset, string source, double snr) => new(onset, onset + 0.2, "bark", source, snr);

    private static LabelledEvent[] Found(params double[] onsets) => [.. onsets.Select(onset => new LabelledEvent(onset, onset + 0.1, "bark"))];

    private SourceTally Tally(params string[][] heard)
    {
        files.Put("sources.csv", "file,group\nrex-1.wav,rex\nbella-1.wav,bella\n");
        return new SourceTally("bark", [.. heard.Select(groups => groups.ToHashSet())], GroupTable.OfFolder(files.Folder, "sources.csv"));
    }
}
