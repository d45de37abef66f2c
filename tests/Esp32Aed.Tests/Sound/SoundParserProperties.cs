using Esp32Aed.Sound;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Random and damaged bytes into every parser of sound and labels: nothing but a user's fault may come out.</summary>
public sealed class SoundParserProperties : IDisposable
{
    private const long MostBytes = 64L << 20;
    private readonly SoundFixture files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Random_bytes_as_sound() => ForAll(Bytes(), 300, bytes => SoundFile.Read(files.Put("x.wav", bytes), 8000, files.Warnings.Add));

    [Fact]
    public void Random_chunks_as_wav() =>
        ForAll(Bytes(), 300, bytes => SoundFile.Read(files.Put("x.wav", [.. "RIFF\0\0\0\0WAVE"u8, .. bytes]), 8000, files.Warnings.Add));

    [Fact]
    public void Damaged_wav()
    {
        byte[][] whole =
        [
            WavBytes.Int16(SoundFixture.Tone[..300]).Build(),
            (WavBytes.Int16(SoundFixture.Tone[..300]) with { Extensible = true, Channels = 2, Extra = ("LIST", new byte[5]) }).Build(),
            (new WavBytes(new byte[1200]) { Tag = 3, Bits = 32, WideSizes = true }).Build(),
        ];
        ForAll(Damaged(whole, mostlyBefore: 80), 1000, bytes =>
        {
            var path = files.Put("x.wav", bytes);
            SoundFile.Inspect(path);
            var read = SoundFile.Read(path, 8000, files.Warnings.Add);
            Assert.NotEmpty(read.Samples);
        });
    }

    [Fact]
    public void Random_bytes_as_labels() => ForAll(Bytes(), 300, bytes => LabelTrack.Read(files.Put("x.txt", bytes), files.Warnings.Add, 1));

    [Fact]
    public void Damaged_labels()
    {
        byte[][] whole = ["0.5\t1,5\tcough\r\n\\\t1\t2\r\n-1\t2\ta, b\n1e3\t2000\tc\td\n"u8.ToArray(), "\uFEFF3\t4\tx\n1\t2\ty\n1.5\t2\ty"u8.ToArray()];
        ForAll(Damaged(whole), 1000, bytes =>
        {
            var events = LabelTrack.Read(files.Put("x.txt", bytes), files.Warnings.Add, 2.5);
            Assert.All(events, e => Assert.True(e.Onset >= 0 && e.Onset <= e.Offset && e.Offset <= 2.5 && e.Label.Length > 0));
            Assert.Equal(events.OrderBy(e => e.Onset), events);
        });
    }

    [Fact]
    public void Random_and_damaged_lists()
    {
        files.PutTone("a.wav");
        byte[][] whole = ["file,class,fold,freesound_id\na.wav,\"dog, big\",1,77\n\"a\"\"b.wav\",cat,2,\n"u8.ToArray()];
        ForAll(Gen.OneOf(Bytes(), Damaged(whole)), 1000, bytes =>
        {
            files.Put("list.csv", bytes);
            DataSet.Open(files.Folder, files.Warnings.Add);
            DataSet.Open(files.Folder, files.Warnings.Add, keepGoing: true);
        });
    }

    private static Gen<byte[]> Bytes() => ArbMap.Default.GeneratorFor<byte>().ArrayOf();

    /// <summary>One of the files, cut anywhere or whole, with some of its bytes replaced; most of them in its first part, the header.</summary>
    private static Gen<byte[]> Damaged(byte[][] whole, int mostlyBefore = int.MaxValue) =>
        from file in Gen.Elements(whole)
        from cut in Gen.Frequency((3, Gen.Constant(file.Length)), (1, Gen.Choose(0, file.Length)))
        from places in Gen.Choose(0, Math.Min(file.Length, mostlyBefore) - 1).ArrayOf()
        from values in Gen.OneOf(ArbMap.Default.GeneratorFor<byte>(), Gen.Elements<byte>(0, 1, 0x7F, 0x80, 0xFF, (byte)'"', (byte)'\t', (byte)'\n')).ArrayOf(places.Length)
        select Replace(file, places.Zip(values))[..cut];

    private static byte[] Replace(byte[] file, IEnumerable<(int Place, byte Value)> changes)
    {
        var damaged = file.ToArray();
        foreach (var (place, value) in changes.Take(6))
        {
            damaged[place] = value;
        }

        return damaged;
    }

    private static void ForAll(Gen<byte[]> generator, int cases, Action<byte[]> parse)
    {
        var property = Prop.ForAll(generator.ToArbitrary(), bytes =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                parse(bytes);
            }
            catch (UserFaultException fault)
            {
                Assert.DoesNotContain('\n', fault.Message);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true), property);
    }
}
