using System.Security.Cryptography;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Every way a sound can be stored gives the samples it was made from.</summary>
public sealed class SoundFormatTests : IDisposable
{
    private readonly SoundFixture files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Every_16_bit_value_passes_bit_for_bit()
    {
        var all = Enumerable.Range(short.MinValue, 65536).Select(value => (short)value).ToArray();
        WavFile.Write(files.PathOf("all.wav"), all, 8000);

        var read = files.Read(files.PathOf("all.wav"));

        Assert.Equal(all, read.Samples);
        Assert.Equal(65536 / 8000.0, read.Seconds);
        Assert.Equal(8000, read.SampleRate);
        Assert.Empty(files.Warnings);
    }

    [Theory]
    [InlineData(1, 24, "000080 FFFF7F 008000 00FFFF", new short[] { -32768, 32767, 128, -1 })]
    [InlineData(1, 32, "00000080 FFFFFF7F 00008000 0000FFFF", new short[] { -32768, 32767, 128, -1 })]
    [InlineData(3, 32, "0000003F 000080BF 0000A03F 00000038", new short[] { 16384, -32768, 32767, 1 })]
    [InlineData(3, 64, "000000000000E03F 000000000000F0BF 000000000000003F", new short[] { 16384, -32768, 1 })]
    public void Wav_encodings(ushort tag, ushort bits, string hex, short[] expected)
    {
        var wav = new WavBytes(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))) { Tag = tag, Bits = bits };

        Assert.Equal(expected, files.Read(files.Put("plain.wav", wav.Build())).Samples);
        Assert.Equal(expected, files.Read(files.Put("extensible.wav", (wav with { Extensible = true }).Build())).Samples);
        Assert.Equal(expected, files.Read(files.Put("rf64.wav", (wav with { WideSizes = true }).Build())).Samples);
    }

    [Fact]
    public void Halves_round_to_even_and_what_is_too_loud_saturates()
    {
        float[] steps = [0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 40000f, -40000f];
        var data = steps.SelectMany(step => BitConverter.GetBytes(step / 32768f)).ToArray();

        var read = files.Read(files.Put("f.wav", new WavBytes(data) { Tag = 3, Bits = 32 }.Build()));

        Assert.Equal([0, 2, 2, 0, -2, 32767, -32768], read.Samples);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Chunks_of_any_length_are_skipped(int length)
    {
        var wav = WavBytes.Int16(1, 2, 3) with { Extra = ("LIST", new byte[length]) };

        Assert.Equal([1, 2, 3], files.Read(files.Put("list.wav", wav.Build())).Samples);
    }

    [Theory]
    [InlineData(0xFFFF_FFFF, 0xFFFF_FFFF)]
    [InlineData(0u, 36u)]
    public void A_header_that_was_never_finished_means_the_rest_of_the_file(uint dataSize, uint riffSize)
    {
        var wav = WavBytes.Int16(SoundFixture.Tone) with { ClaimedSize = dataSize, ClaimedRiffSize = riffSize };

        Assert.Equal(SoundFixture.Tone, files.Read(files.Put("open.wav", wav.Build())).Samples);
        Assert.Empty(files.Warnings);
    }

    [Fact]
    public void Stereo_is_averaged_with_one_warning()
    {
        var wav = WavBytes.Int16(100, 300, -5, -7, 32767, 32767) with { Channels = 2, Rate = 1000 };

        Assert.Equal([200, -6, 32767], files.Read(files.Put("two.wav", wav.Build()), 1000).Samples);
        Assert.Single(files.Warnings, warning => warning.EndsWith("two.wav: stereo: mixed to mono by their average", StringComparison.Ordinal));
    }

    [Fact]
    public void Flac_is_bit_exact()
    {
        var read = files.Read(SoundFixture.Committed("tone.flac"));

        Assert.Equal(SoundFixture.Tone, read.Samples);
        Assert.Empty(files.Warnings);
    }

    [Theory]
    [InlineData("tone.ogg")]
    [InlineData("tone.mp3")]
    public void Lossy_formats_come_close(string name)
    {
        var read = files.Read(SoundFixture.Committed(name)).Samples;

        Assert.InRange(read.Length, SoundFixture.Tone.Length - 100, SoundFixture.Tone.Length + 1500);
        Assert.InRange(RateConversionTests.SignalToNoise(SoundFixture.Tone.AsSpan(500, 3000), read.AsSpan(500, 3000)), 20, 300);
        Assert.Empty(files.Warnings);
    }

    [Fact]
    public void Names_beyond_ascii_open()
    {
        var path = files.Put("Hüsteln 咳 ☂.flac", File.ReadAllBytes(SoundFixture.Committed("tone.flac")));

        Assert.Equal(SoundFixture.Tone, files.Read(path).Samples);
    }

    [Fact]
    public void Content_decides_and_not_the_name()
    {
        var path = files.Put("really-wav.flac", WavBytes.Int16(SoundFixture.Tone).Build());

        Assert.Equal(SoundFixture.Tone, files.Read(path).Samples);
    }

    [Fact]
    public void Inspect_reads_lengths_from_headers()
    {
        var stereo = files.Put("s.wav", (WavBytes.Int16(new short[8820]) with { Channels = 2, Rate = 44100 }).Build());

        Assert.Equal(new SoundInfo(stereo, 44100, 2, 0.1), SoundFile.Inspect(stereo));
        Assert.Equal(0.5, SoundFile.Inspect(SoundFixture.Committed("tone.flac")).Seconds);
        Assert.Equal(0.5, SoundFile.Inspect(SoundFixture.Committed("tone.ogg")).Seconds, 0.02);
        Assert.InRange(SoundFile.Inspect(SoundFixture.Committed("tone.mp3")).Seconds, 0.48, 0.7);
    }

    [Fact]
    public void Real_flac_files_match_the_checksum_of_their_encoder()
    {
        var folder = RealData.Require("strong", "cough", "cough");
        foreach (var path in Directory.EnumerateFiles(folder, "*.flac").Order(StringComparer.Ordinal).Take(20))
        {
            // A FLAC file starts with "fLaC" and STREAMINFO, whose last 16 bytes are the MD5 of the samples.
            var expected = File.ReadAllBytes(path)[26..42];
            var samples = SoundFile.Read(path, 16000).Samples;

            Assert.Equal(expected, MD5.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(samples.AsSpan())));
        }
    }
}
