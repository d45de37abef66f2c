using System.Text;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Sounds that are not as they should be: each gets its one line, and work goes on where it can.</summary>
public sealed class BadSoundTests : IDisposable
{
    private readonly SoundFixture files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("tone.wav")]
    [InlineData("tone.flac")]
    public void Truncated_sound_is_used_as_far_as_it_goes(string name)
    {
        var whole = name.EndsWith(".wav", StringComparison.Ordinal)
            ? WavBytes.Int16([.. SoundFixture.Tone, .. SoundFixture.Tone]).Build()
            : File.ReadAllBytes(SoundFixture.Committed("tone.flac"));
        var path = files.Put(name, whole[..(whole.Length * 2 / 3)]);

        var read = files.Read(path);

        Assert.NotEmpty(read.Samples);
        Assert.Contains("truncated: the header promises", Assert.Single(files.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "silent")]
    [InlineData(32767, "clipped throughout")]
    [InlineData(-32768, "clipped throughout")]
    [InlineData(5000, "DC offset: its mean is 15 %")]
    public void Constant_sound(short value, string expected)
    {
        files.Read(files.Put("constant.wav", WavBytes.Int16([.. Enumerable.Repeat(value, 4000)]).Build()));

        Assert.Contains(files.Warnings, warning => warning.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_square_wave_at_full_scale_is_clipped_throughout_and_has_no_offset()
    {
        files.Read(files.Put("square.wav", WavBytes.Int16([.. Enumerable.Range(0, 4000).Select(i => i % 8 < 4 ? short.MaxValue : short.MinValue)]).Build()));

        Assert.Contains("clipped throughout", Assert.Single(files.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(30, false)]
    public void More_than_one_percent_at_full_scale_is_clipped(int loud, bool warned)
    {
        var samples = SoundFixture.Tone.ToArray();
        for (var i = 0; i < loud; i++)
        {
            samples[i * 40] = i % 2 == 0 ? short.MaxValue : short.MinValue;
        }

        files.Read(files.Put("loud.wav", WavBytes.Int16(samples).Build()));

        Assert.Equal(warned, files.Warnings.Exists(warning => warning.Contains("clipped: 2.5 %", StringComparison.Ordinal)));
        Assert.Equal(warned ? 1 : 0, files.Warnings.Count);
    }

    [Theory]
    [InlineData(1, "only 1 sample long")]
    [InlineData(255, "only 255 samples long")]
    public void Shorter_than_a_frame(int length, string expected)
    {
        var read = files.Read(files.Put("short.wav", WavBytes.Int16(SoundFixture.Tone[1..(length + 1)]).Build()));

        Assert.Equal(length, read.Samples.Length);
        Assert.Contains(expected, Assert.Single(files.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_bits_are_read_and_mentioned()
    {
        byte[] data = [.. Enumerable.Range(0, 512).Select(i => (byte)(i % 2 == 0 ? 0x90 : 0x70))];

        var read = files.Read(files.Put("8.wav", new WavBytes(data) { Bits = 8 }.Build()));

        Assert.Equal([4096, -4096], read.Samples[..2]);
        Assert.Contains("8-bit", Assert.Single(files.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_number_becomes_zero()
    {
        float[] values = [float.NaN, float.PositiveInfinity, 1e30f, 0.25f];
        byte[] data = [.. Enumerable.Repeat(values, 100).SelectMany(some => some).SelectMany(BitConverter.GetBytes)];

        var read = files.Read(files.Put("nan.wav", new WavBytes(data) { Tag = 3, Bits = 32 }.Build()));

        Assert.Equal([0, 0, 0, 8192], read.Samples[..4]);
        Assert.Contains("300 samples are no numbers", Assert.Single(files.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty (0 bytes)")]
    [InlineData("this is a text, whatever its name says", "not a sound file")]
    [InlineData("RIFF", "not a sound file")]
    public void What_is_no_sound(string content, string expected) => AssertFault(files.Put("no.wav", Encoding.ASCII.GetBytes(content)), expected);

    [Fact]
    public void Missing_files_and_folders()
    {
        AssertFault(files.PathOf("nowhere.wav"), "no such sound file");
        AssertFault(files.Folder, "a folder");
        AssertFault("", "no such sound file");
    }

    [Fact]
    public void Nonsense_headers()
    {
        var good = WavBytes.Int16(SoundFixture.Tone);
        AssertFault(Wav(good with { Data = [] }), "holds no samples");
        AssertFault(Wav(good with { Channels = 0 }), "0 channels");
        AssertFault(Wav(good with { Channels = 60000 }), "60000 channels");
        AssertFault(Wav(good with { Rate = 0 }), "0 samples per second");
        AssertFault(Wav(good with { Rate = uint.MaxValue }), "4294967295 samples per second");
        AssertFault(files.Put("cut.wav", good.Build()[..30]), "cut short");
        AssertFault(files.Put("nodata.wav", good.Build()[..36]), "no data chunk");
        AssertFault(files.Put("nofmt.wav", [.. good.Build()[..12], .. good.Build()[36..]]), "before their format");
    }

    [Fact]
    public void A_header_that_promises_gigabytes_costs_no_memory()
    {
        var path = files.Put("liar.wav", (WavBytes.Int16(SoundFixture.Tone) with { ClaimedSize = 0xFFFF_FFF0 }).Build());
        var before = GC.GetAllocatedBytesForCurrentThread();

        files.Read(path);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("truncated", Assert.Single(files.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_hours_are_streamed()
    {
        const int Rate = 8000;
        const int Seconds = 3 * 3600;
        var second = new byte[Rate];
        new Random(1).NextBytes(second);
        var path = files.PathOf("long.wav");
        using (var stream = File.Create(path))
        {
            stream.Write((new WavBytes([]) { Bits = 8, Rate = Rate, ClaimedSize = Rate * Seconds }).Build());
            for (var i = 0; i < Seconds; i++)
            {
                stream.Write(second);
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = files.Read(path);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(8000 * Seconds, read.Samples.Length);
        Assert.Equal(read.Samples[8000..9000], read.Samples[^8000..^7000]);
        Assert.InRange(allocated, 2L * read.Samples.Length, (2L * read.Samples.Length) + (1 << 20));
    }

    private static void AssertFault(string path, string expected)
    {
        var fault = Assert.Throws<UserFaultException>(() => SoundFile.Read(path, 8000));
        Assert.Equal(FaultKind.Sound, fault.Kind);
        Assert.StartsWith($"{path}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Equal(fault.Message, Assert.Throws<UserFaultException>(() => SoundFile.Inspect(path)).Message);
    }

    private string Wav(WavBytes wav) => files.Put("nonsense.wav", wav.Build());
}
