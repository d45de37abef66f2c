using Esp32Aed.Learning.Mixing;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Mixing;

public sealed class MixedSetTests(MixFixture fixture) : IClassFixture<MixFixture>, IDisposable
{
    private static readonly MixSettings Settings = new() { Count = 10, Seconds = 5, Snr = new(40, 40), EmptyShare = 0.2 };

    private readonly string folder = Directory.CreateTempSubdirectory("aed-mix-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Is_a_data_set_that_splits_by_origin()
    {
        var events = Write(Settings);

        var set = DataSet.Open(folder);
        Assert.Equal(DataSetLayout.LabelTracks, set.Layout);
        Assert.Empty(set.Problems);
        Assert.Equal([.. Enumerable.Repeat((string[])["high", "low"], 4).SelectMany(pair => pair), "mixed-009", "mixed-010"], set.Items.Select(item => item.Group));
        Assert.Equal(events, set.Items.Sum(item => item.Events!.Count));
        Assert.All(set.Items.Take(8), item => Assert.NotEmpty(item.Events!));
        Assert.All(set.Items.Skip(8), item => Assert.Empty(item.Events!));
        Assert.All(set.Items, item => Assert.Equal(5, item.Seconds));
    }

    [Fact]
    public void A_file_has_events_of_its_origin_only()
    {
        Write(Settings);

        foreach (var item in DataSet.Open(folder).Items)
        {
            var samples = SoundFile.Read(item.SoundPath, MixFixture.Rate).Samples;
            foreach (var e in item.Events!)
            {
                var beep = samples[(int)(e.Onset * MixFixture.Rate)..(int)(e.Offset * MixFixture.Rate)];
                var crossings = beep.Zip(beep.Skip(1)).Count(pair => pair.First < 0 != pair.Second < 0);
                Assert.Equal(item.Group, crossings / 2.0 / (e.Offset - e.Onset) < 1100 ? "low" : "high");
            }
        }
    }

    [Fact]
    public void Sources_are_listed_with_their_origins()
    {
        Write(Settings);

        Assert.Equal("low", GroupTable.OfFolder(folder, MixedSet.SourcesName).Of("somewhere/low-b.flac"));
    }

    [Fact]
    public void Without_a_table_every_recording_is_an_origin()
    {
        Assert.Equal(2, fixture.Sources.Groups);
        Assert.Equal(3, MixFixture.Read(fixture.Folders with { Groups = null }).Groups);
    }

    [Fact]
    public void The_same_seed_gives_the_same_files_and_another_seed_others()
    {
        Write(Settings);
        var first = Contents();
        Write(Settings);
        Assert.Equal(first, Contents());

        Write(Settings with { Seed = 2 });
        Assert.Empty(first.Intersect(Contents()));
    }

    [Fact]
    public void Replaces_an_earlier_mix_whole_and_leaves_a_folder_of_others_alone()
    {
        Write(Settings);
        Write(Settings with { Count = 2 });
        Assert.Equal(2, Directory.GetFiles(folder, "*.wav").Length);

        File.Delete(Path.Combine(folder, MixedSet.MarkerName));
        var fault = Assert.Throws<UserFaultException>(() => Write(Settings));
        Assert.Equal(FaultKind.Settings, fault.Kind);
        Assert.Contains("aed mix did not write", fault.Message, StringComparison.Ordinal);
    }

    private int Write(MixSettings settings) => MixedSet.Write(folder, fixture.Sources, settings, force: false);

    private List<string> Contents() => [.. Directory.GetFiles(folder, "mixed-*.wav").Order(StringComparer.Ordinal).Select(path => Convert.ToHexString(File.ReadAllBytes(path)))];
}
