using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class ModelFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("aed-model-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void A_file_or_its_folder()
    {
        var path = Put(ModelWriter.ToBytes(SmallModels.Make()));

        Assert.Equal(["cough"], ModelFile.Read(path).Labels);
        Assert.Equal(["cough"], ModelFile.Read(folder).Labels);
    }

    [Fact]
    public void What_is_no_model_is_one_line_that_names_the_file()
    {
        AssertFault(Path.Combine(folder, "none.aed"));
        AssertFault(folder);
        AssertFault(string.Empty);
        AssertFault(Put([]));
        AssertFault(Put("RIFF0000WAVE"u8.ToArray()));
        AssertFault(Put(ModelWriter.ToBytes(SmallModels.Make())[..^1]));
        AssertFault(Put(new byte[Model.MaximumBytes + 1]));
    }

    private static void AssertFault(string path)
    {
        var fault = Assert.Throws<UserFaultException>(() => ModelFile.Read(path));
        Assert.Equal(FaultKind.Model, fault.Kind);
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private string Put(byte[] bytes)
    {
        var path = Path.Combine(folder, ModelFile.Name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
