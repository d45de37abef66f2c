using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class BootCounterTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Counts_from_1_and_remembers()
    {
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => Next()));
        Assert.Equal("3", File.ReadAllText(Path.Combine(bench.Drive, "boot")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x7")]
    [InlineData("-4")]
    [InlineData("2147483647")]
    [InlineData("99999999999")]
    public void A_damaged_file_never_leads_back_to_a_number_used_before(string damaged)
    {
        File.WriteAllText(Path.Combine(bench.Drive, "boot"), damaged);
        var next = Next();
        Assert.True(next > 1000000);
        Assert.Equal(next + 1, Next());
    }

    [Fact]
    public void A_file_that_cannot_be_written_gives_a_random_number()
    {
        Directory.CreateDirectory(Path.Combine(bench.Drive, "boot"));
        Assert.True(Next() > 1000000);
    }

    private int Next() => bench.Run(() => BootCounter.Next("I:\\boot"));
}
