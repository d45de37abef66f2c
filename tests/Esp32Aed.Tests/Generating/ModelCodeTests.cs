using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.ModelGenerator;
using Esp32Aed.NanoFramework.Subset;
using Esp32Aed.Sound;
using Esp32Aed.Tests.NanoFramework;
using Xunit;

namespace Esp32Aed.Tests.Generating;

/// <summary>The code that is written for a model, and the models that are too large for it.</summary>
public sealed class ModelCodeTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-tests-");

    [Fact]
    public void The_firmware_carries_the_shipped_cough_model()
    {
        var model = ModelFile.Read(Path.Combine(RealData.Repository, "models", "cough"));
        var carried = File.ReadAllText(Path.Combine(RealData.Repository, "firmware", ModelCode.AssemblyName, ModelCode.FileName));

        Assert.True(
            ModelCode.Write(model).ReplaceLineEndings("\n").Equals(carried.ReplaceLineEndings("\n"), StringComparison.Ordinal),
            "the code is of another model; mend it with: ./aed generate models/cough");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Runs_on_a_board(bool isNetwork)
    {
        var model = isNetwork ? Networks.Make(24, 28, 28, 3) : GeneratedType.FromFile(SmallModels.Make());
        File.WriteAllText(Path.Combine(folder.FullName, ModelCode.FileName), ModelCode.Write(model));
        var project = Path.Combine(folder.FullName, ModelCode.AssemblyName + ".nfproj");
        File.WriteAllText(project, File.ReadAllText(Path.Combine(RealData.Repository, "firmware", ModelCode.AssemblyName, ModelCode.AssemblyName + ".nfproj"))
            .Replace("    <Compile Include=\"Properties\\AssemblyInfo.cs\" />", string.Empty, StringComparison.Ordinal)
            .Replace("..\\Esp32Aed.Detection\\", Path.Combine(RealData.Repository, "firmware", "Esp32Aed.Detection") + "\\", StringComparison.Ordinal));

        var assembly = Gate.Compiler.Compile(project);

        Assert.Empty(assembly.Errors);
        Assert.Empty(SubsetChecker.Check(assembly.Image, integersOnly: true));
    }

    [Fact]
    public void The_same_model_gives_the_same_code() =>
        Assert.Equal(ModelCode.Write(Networks.Make(24, 9, 1)), ModelCode.Write(Networks.Make(24, 9, 1)));

    [Fact]
    public void A_model_of_too_many_values_is_refused()
    {
        var fault = Assert.Throws<UserFaultException>(() => CompiledModel.Of(Networks.Make(60, 200, 1)));

        Assert.Equal(FaultKind.Model, fault.Kind);
        Assert.Matches("^written as code the model needs 2[0-9]{2} locals, and a method on the board has at most 255; ", fault.Message);
    }

    [Fact]
    public void A_model_of_too_much_code_is_refused()
    {
        var fault = Assert.Throws<UserFaultException>(() => CompiledModel.Of(Networks.Make(60, 60, 60, 60, 1)));

        Assert.Equal(FaultKind.Model, fault.Kind);
        Assert.Matches("^written as code the model takes [0-9]+ bytes of IL, and an assembly on the board holds 61440; ", fault.Message);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
