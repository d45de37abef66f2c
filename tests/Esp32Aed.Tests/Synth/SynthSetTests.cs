using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests.Synth;

public sealed class SynthSetTests : IDisposable
{
    private static readonly SynthSet Small = new() { Files = 4, Negatives = 1, Seconds = 5, RatePerMinute = 30 };

    private readonly string folder = Directory.CreateTempSubdirectory("aed-synth-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Writes_sounds_and_label_tracks()
    {
        var events = Small.Write(folder);

        Assert.Equal(["airlock-001.wav", "airlock-002.wav", "airlock-003.wav", "background-001.wav"], Names("*.wav"));
        Assert.Equal(["airlock-001.txt", "airlock-002.txt", "airlock-003.txt", "background-001.txt"], Names("*.txt"));
        Assert.All(Names("*.wav"), name => Assert.Equal(44 + (2 * 5 * 8000), new FileInfo(Path.Combine(folder, name)).Length));
        Assert.Equal(0, new FileInfo(Path.Combine(folder, "background-001.txt")).Length);
        Assert.True(events > 0);
        Assert.Equal(events, Names("*.txt").Sum(name => File.ReadLines(Path.Combine(folder, name)).Count()));
    }

    [Fact]
    public void Same_seed_same_files_and_no_two_files_alike()
    {
        Small.Write(folder);
        var first = Contents();
        Small.Write(folder);

        Assert.Equal(first, Contents());
        Assert.Equal(4, first.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Replaces_an_earlier_synthesis_whole()
    {
        Small.Write(folder);
        (Small with { Files = 2 }).Write(folder);
        Assert.Equal(["airlock-001.wav", "background-001.wav"], Names("*.wav"));
    }

    [Fact]
    public void Leaves_a_folder_of_others_alone_unless_forced()
    {
        var theirs = Path.Combine(folder, "airlock-my-own.wav");
        File.WriteAllText(theirs, "precious");

        var fault = Assert.Throws<UserFaultException>(() => Small.Write(folder));
        Assert.Equal(FaultKind.Settings, fault.Kind);
        Assert.Contains("--force", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["airlock-my-own.wav"], Names("*"));

        Small.Write(folder, force: true);
        Small.Write(folder);
        Assert.Equal("precious", File.ReadAllText(theirs));
        Assert.Equal(5, Names("*.wav").Length);
    }

    public static readonly TheoryData<string, SynthSet> OutOfRange = new()
    {
        { "--files", Small with { Files = 0 } },
        { "--negatives", Small with { Negatives = 5 } },
        { "--negatives", Small with { Negatives = -1 } },
        { "--seconds", Small with { Seconds = double.NaN } },
        { "--seconds", Small with { Seconds = 4000 } },
        { "--rate", Small with { RatePerMinute = 0 } },
        { "--snr", Small with { SnrDb = double.PositiveInfinity } },
        { "--rate-hz", Small with { SampleRate = 44_100 } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Wrong_option_gets_one_line_and_nothing_is_written(string option, SynthSet set)
    {
        var fault = Assert.Throws<UserFaultException>(() => set.Write(folder));
        Assert.Equal(FaultKind.Settings, fault.Kind);
        Assert.StartsWith(option + " ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Empty(Names("*"));
    }

    [Fact]
    public void Folder_that_is_a_file_is_an_output_fault()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        Assert.Equal(FaultKind.Output, Assert.Throws<UserFaultException>(() => Small.Write(file)).Kind);
    }

    [Fact]
    public void No_folder_is_a_settings_fault() =>
        Assert.Equal(FaultKind.Settings, Assert.Throws<UserFaultException>(() => Small.Write(" ")).Kind);

    [Fact]
    public void Stops_when_told_to()
    {
        using var stop = new CancellationTokenSource();
        var afterFirst = new Reporter(_ => stop.Cancel());
        Assert.Throws<OperationCanceledException>(() => Small.Write(folder, progress: afterFirst, stop: stop.Token));
        Assert.Single(Names("*.wav"));
    }

    private string[] Names(string pattern) => [.. Directory.EnumerateFiles(folder, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string[] Contents() => [.. Names("*.wav").Select(name => Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, name))))];

    private sealed class Reporter(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
