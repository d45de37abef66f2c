using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Writing is all or nothing, and what is missing is named.</summary>
public sealed class SoundWritingTests : IDisposable
{
    private readonly SoundFixture files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Wav_header_is_the_canonical_one()
    {
        WavFile.Write(files.PathOf("new folder/a.wav"), [1, -2], 8000);

        Assert.Equal(
            "524946462800000057415645666D74201000000001000100401F0000803E0000020010006461746104000000" + "0100FEFF",
            Convert.ToHexString(File.ReadAllBytes(files.PathOf("new folder/a.wav"))));
    }

    [Fact]
    public void What_was_there_survives_a_failure()
    {
        var path = files.Put("result.txt", "before");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));

        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(files.Folder));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_an_output_fault()
    {
        var file = files.Put("file", "x");

        var fault = Assert.Throws<UserFaultException>(() => WavFile.Write(Path.Combine(file, "a.wav"), [1], 8000));

        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("can't be written", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_native_library_is_named_with_its_package()
    {
        var fault = Assert.Throws<UserFaultException>(() => NativeLibraries.Require("nosuchsound", "x.flac: reading this format"));

        Assert.Equal(FaultKind.MissingDependency, fault.Kind);
        Assert.StartsWith("x.flac: reading this format needs libnosuchsound, which is not installed: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("install", fault.Message, StringComparison.Ordinal);
    }
}
