using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The three layouts, recognised by what lies in the folder.</summary>
public sealed class DataSetTests : IDisposable
{
    private readonly SoundFixture files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Label_tracks_beside_sounds()
    {
        files.PutTone("night/one.wav");
        files.Put("night/one.txt", "0.1\t0.2\tcough\n0.3\t9\tcough\n");
        files.PutTone("two.wav");
        files.Put("two.txt", "");
        files.PutTone("three.wav");
        files.Put("orphan.txt", "1\t2\tcough\n");
        files.Put("notes.txt", "what I did");

        var set = Open();

        Assert.Equal(DataSetLayout.LabelTracks, set.Layout);
        Assert.Equal(["night/one", "two"], set.Items.Select(item => item.Group));
        Assert.Equal([new(0.1, 0.2, "cough"), new(0.3, 0.5, "cough")], set.Items[0].Events!);
        Assert.Empty(set.Items[1].Events!);
        Assert.All(set.Items, item => Assert.Equal(0.5, item.Seconds));
        Assert.Equal(
            ["three.wav: has no label track", "orphan.txt: has no sound", "one.txt:2: ends beyond"],
            set.Problems.Select(problem => Short(problem)));
        Assert.Equal(set.Problems.Select(problem => problem.ToString()), files.Warnings);
    }

    [Fact]
    public void Label_tracks_in_a_folder_of_their_own_and_recordings_of_one_origin()
    {
        files.PutTone("sounds/night/one.wav");
        files.PutTone("sounds/two.wav");
        files.PutTone("sounds/three.wav");
        files.Put("labels/night/one.txt", "0.1\t0.2\tcough\n");
        files.Put("labels/two.txt", "");
        files.Put("labels/four.txt", "1\t2\tcough\n");
        files.Put("labels/groups.csv", "file,group\none.wav,\"Ann, at home\"\n");

        var set = DataSet.Open(files.PathOf("sounds"), files.Warnings.Add, tracks: files.PathOf("labels"));

        Assert.Equal(DataSetLayout.LabelTracks, set.Layout);
        Assert.Equal(["Ann, at home", "two"], set.Items.Select(item => item.Group));
        Assert.Equal([new(0.1, 0.2, "cough")], set.Items[0].Events!);
        Assert.Equal(["three.wav: has no label track", "four.txt: has no sound"], set.Problems.Select(problem => Short(problem)));
    }

    [Theory]
    [InlineData("file,group\none.wav,\n", "groups.csv:2: needs both a file and a group")]
    [InlineData("sound,animal\none.wav,rex\n", "groups.csv: a table of groups needs the columns file and group")]
    public void A_table_of_groups_that_can_not_be_used(string table, string words)
    {
        files.PutTone("one.wav");
        files.Put("one.txt", "");
        files.Put("groups.csv", table);

        var fault = Assert.Throws<UserFaultException>(Open);

        Assert.Equal(FaultKind.Labels, fault.Kind);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file,class,fold,freesound_id\n\"dog,big/a.wav\",dog,1,77\ncat/b.wav,\"cat, small\",2,78\n")]
    [InlineData("\uFEFFfilename;fold;category;src_file\r\ndog,big/a.wav;1;dog;77\r\ncat/b.wav;2;cat, small;78\r\n")]
    public void Esc_list(string csv)
    {
        files.PutTone("dog,big/a.wav");
        files.PutTone("cat/b.wav");
        files.Put("list.csv", csv);

        var set = Open();

        Assert.Equal(DataSetLayout.ClipList, set.Layout);
        Assert.Equal(["dog", "cat, small"], set.Items.Select(item => item.ClipLabel));
        Assert.Equal([1, 2], set.Items.Select(item => item.Fold));
        Assert.Equal(["77", "78"], set.Items.Select(item => item.Group));
        Assert.All(set.Items, item => Assert.Null(item.Events));
        Assert.Empty(set.Problems);
    }

    [Fact]
    public void Esc_list_as_esc50_is_packed()
    {
        files.PutTone("audio/1-100-A-0.wav");
        files.PutTone("audio/unlisted.wav");
        files.Put("meta/esc50.csv", "filename,fold,target,category,esc10,src_file,take\n1-100-A-0.wav,1,0,dog,True,100,A\nmissing.wav,1,0,dog,True,101,A\n1-100-A-0.wav,1,0,dog,True,100,A\n");

        var set = Open();

        Assert.Equal("100", Assert.Single(set.Items).Group);
        Assert.Equal(3, set.Problems.Count);
        Assert.Contains(set.Problems, problem => problem is { Line: 3 } && problem.Problem.Contains("no such sound file", StringComparison.Ordinal));
        Assert.Contains(set.Problems, problem => problem is { Line: 4 } && problem.Problem.Contains("listed before", StringComparison.Ordinal));
        Assert.Contains(set.Problems, problem => problem.Problem.StartsWith("1 sound files are in no list", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_for_each_class()
    {
        files.PutTone("cough/a.wav");
        files.PutTone("noise/deep/a.wav");
        files.PutTone("beside.wav");
        files.Put("readme.csv", "file,kind\nx,y\n");

        var set = Open();

        Assert.Equal(DataSetLayout.ClassFolders, set.Layout);
        Assert.Equal([("cough", "cough/a"), ("noise", "noise/deep/a")], set.Items.Select(item => (item.ClipLabel!, item.Group)));
        Assert.Contains("not in one", Assert.Single(set.Problems).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Tracks_win_over_a_list()
    {
        files.PutTone("cough/a.wav");
        files.Put("cough/a.txt", "");
        files.Put("list.csv", "file,class\ncough/a.wav,cough\n");

        Assert.Equal(DataSetLayout.LabelTracks, Open().Layout);
    }

    [Fact]
    public void What_is_no_data_set()
    {
        AssertFault(FaultKind.Dataset, files.PathOf("nowhere"), "no such folder");
        AssertFault(FaultKind.Dataset, files.Folder, "no sound files");
        var sound = files.PutTone("a.wav");
        AssertFault(FaultKind.Dataset, files.Folder, "sounds and no labels");
        AssertFault(FaultKind.Dataset, sound, "is a file");
    }

    [Fact]
    public void A_bad_file_stops_who_needs_it_and_is_listed_for_who_surveys()
    {
        files.PutTone("good.wav");
        files.Put("good.txt", "");
        files.PutTone("labels.wav");
        files.Put("labels.txt", "1\t2\ta\n2\t1\tb\n-3\t4\tc\n");

        AssertFault(FaultKind.Labels, files.Folder, "labels.txt:2: it ends before");
        files.Put("a-empty.wav", "");
        files.Put("a-empty.txt", "");
        AssertFault(FaultKind.Sound, files.Folder, "a-empty.wav: empty (0 bytes)");

        var set = DataSet.Open(files.Folder, keepGoing: true);
        Assert.Equal("good", Assert.Single(set.Items).Group);
        Assert.Equal(
            ["a-empty.wav: empty (0 bytes);", "labels.txt:2: it ends", "labels.txt:3: a time"],
            set.Problems.Where(problem => problem.IsError).Select(problem => Short(problem, words: problem.Line is null ? 3 : 2)));
    }

    [Theory]
    [InlineData("file,class\na.wav,\n", "list.csv:2: needs both")]
    [InlineData("file,class,fold\na.wav,dog,x\n", "list.csv:2: fold 'x'")]
    public void Bad_lists(string csv, string expected)
    {
        files.PutTone("a.wav");
        files.Put("list.csv", csv);

        AssertFault(FaultKind.Labels, files.Folder, expected);
    }

    [Fact]
    public void Summary_counts_by_hand()
    {
        files.PutTone("a.wav");
        files.Put("a.txt", "0\t0.1\tcough\n0.2\t0.4\tcough\n0.3\t0.4\tbark\n");
        files.PutTone("b.wav");
        files.Put("b.txt", "0\t0.4\tcough\n");
        files.PutTone("c.wav");
        files.Put("c.txt", "");

        var summary = DataSetSummary.Of(Open());

        Assert.Equal((3, 3, 0, 1), (summary.Recordings, summary.Groups, summary.Folds, summary.WithoutEvents));
        Assert.Equal(1.5 / 60, summary.Minutes, 1e-9);
        Assert.Equal(["bark", "cough"], summary.Labels.Select(label => label.Label));
        var cough = summary.Labels[1];
        Assert.Equal((3, 0, 2), (cough.Events, cough.Clips, cough.Recordings));
        Assert.Equal(0.7, cough.Seconds, 1e-9);
        Assert.Equal(0.2, cough.MedianSeconds, 1e-9);
    }

    [Fact]
    public void Real_coughs()
    {
        var summary = DataSetSummary.Of(AssertLayout(DataSetLayout.LabelTracks, RealData.Require("strong", "cough")));

        Assert.Equal((295, 145), (summary.Recordings, summary.WithoutEvents));
        Assert.Equal(38.4, summary.Minutes, 0.05);
        var cough = Assert.Single(summary.Labels);
        Assert.Equal(("cough", 683, 150), (cough.Label, cough.Events, cough.Recordings));
    }

    [Fact]
    public void Real_esc10()
    {
        var set = AssertLayout(DataSetLayout.ClipList, RealData.Require("esc10"));

        var summary = DataSetSummary.Of(set);
        Assert.Equal((317, 4, 10), (summary.Recordings, summary.Folds, summary.Labels.Count));
        Assert.All(set.Items.GroupBy(item => item.Group), takes => Assert.Single(takes.Select(item => item.Fold).Distinct()));
    }

    [Fact]
    public void Real_soundscapes()
    {
        var summary = DataSetSummary.Of(AssertLayout(DataSetLayout.LabelTracks, RealData.Require("strong", "soundscapes_dev")));

        Assert.Equal((20, 486), (summary.Recordings, summary.Labels.Sum(label => label.Events)));
    }

    private static DataSet AssertLayout(DataSetLayout layout, string folder)
    {
        var set = DataSet.Open(folder);
        Assert.Equal(layout, set.Layout);
        Assert.Empty(set.Problems);
        return set;
    }

    private static void AssertFault(FaultKind kind, string folder, string expected)
    {
        var fault = Assert.Throws<UserFaultException>(() => DataSet.Open(folder));
        Assert.Equal(kind, fault.Kind);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private static string Short(LabelProblem problem, int? words = null)
    {
        var text = problem.ToString()[(Path.GetDirectoryName(problem.File)!.Length + 1)..].Split(' ');
        return string.Join(' ', text.Take(1 + (words ?? (problem.Line is null ? (text[2] == "no" && text[3] == "label" ? 4 : 3) : 2))));
    }

    private DataSet Open() => DataSet.Open(files.Folder, files.Warnings.Add);
}
