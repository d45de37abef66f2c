using System.Text.Json;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.ModelGenerator;
using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Generating;

/// <summary><c>aed generate</c>, and what <c>aed cost</c> says of both forms, as a user runs them.</summary>
public sealed class GenerateCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-tests-");

    [Fact]
    public void Writes_the_code_of_a_model_into_the_folder()
    {
        var json = AedProcess.Run("generate", Write(SmallModels.MakeNetwork()), "--out", folder.FullName, "--json").Succeeded();

        var code = File.ReadAllText(Path.Combine(folder.FullName, ModelCode.FileName));
        var model = GeneratedType.FromFile(SmallModels.MakeNetwork());
        Assert.Equal(ModelCode.Write(model), code);
        Assert.Equal(model.Checksum, json.GetProperty("checksum").GetUInt32());
        Assert.InRange(json.GetProperty("il_bytes").GetInt32(), 100, 2000);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() =>
        AedProcess.Run("generate", Write(SmallModels.Make()), "--out", Path.Combine(folder.FullName, "gone")).Refused(7, "no such folder; run this where");

    [Fact]
    public void A_damaged_model_is_refused_and_the_code_of_before_is_left()
    {
        var (model, code) = (Write(SmallModels.Make()), Path.Combine(folder.FullName, ModelCode.FileName));
        File.WriteAllText(code, "before");
        File.WriteAllBytes(model, File.ReadAllBytes(model)[..^1]);

        AedProcess.Run("generate", model, "--out", folder.FullName).Refused(6, "model.aed");

        Assert.Equal("before", File.ReadAllText(code));
    }

    [Fact]
    public void A_model_that_is_too_large_is_refused_and_its_packed_cost_is_shown()
    {
        var model = Write(Networks.Make(60, 200, 1));

        AedProcess.Run("generate", model, "--out", folder.FullName).Refused(6, "model.aed: written as code the model needs", "255; leave it packed, or");
        AedProcess.Run("cost", model, "--classifier", "generated").Refused(6, "written as code the model needs");
        var forms = AedProcess.Run("cost", model, "--json").Succeeded().GetProperty("classifier");

        Assert.False(File.Exists(Path.Combine(folder.FullName, ModelCode.FileName)));
        Assert.True(forms.GetProperty("packed_il_per_frame").GetDouble() > 10_000);
        Assert.Equal(JsonValueKind.Null, forms.GetProperty("generated_il_per_frame").ValueKind);
    }

    [Fact]
    public void Costs_of_both_forms_are_shown_and_the_one_asked_for_is_judged()
    {
        var model = Path.Combine(RealData.Repository, "models", "cough");
        var packed = AedProcess.Run("cost", model, "--json").Succeeded();
        var generated = AedProcess.Run("cost", model, "--json", "--classifier", "generated").Succeeded();

        var forms = packed.GetProperty("classifier");
        Assert.Equal(forms.GetRawText(), generated.GetProperty("classifier").GetRawText());
        var (slow, fast) = (forms.GetProperty("packed_il_per_frame").GetDouble(), forms.GetProperty("generated_il_per_frame").GetDouble());
        Assert.InRange(fast, 100, 0.6 * slow);
        Assert.InRange(forms.GetProperty("generated_cost_per_frame").GetDouble(), 10_000, 0.6 * forms.GetProperty("packed_cost_per_frame").GetDouble());
        Assert.InRange(forms.GetProperty("generated_code_bytes").GetInt32(), 500, CompiledModel.MostIlBytes);
        var saved = packed.GetProperty("il_per_frame").GetDouble() - generated.GetProperty("il_per_frame").GetDouble();
        Assert.Equal(slow - fast, saved, 3);
        Assert.Contains(generated.GetProperty("assemblies").EnumerateArray(), assembly => assembly.GetProperty("name").GetString() == ModelCode.AssemblyName);
        Assert.DoesNotContain(generated.GetProperty("stages").EnumerateArray(), stage => stage.GetProperty("name").GetString() == "other");
    }

    [Fact]
    public void An_unknown_form_is_refused() =>
        AedProcess.Run("cost", Write(SmallModels.Make()), "--classifier", "fast").Refused(7, "--classifier fast: unknown; choose packed or generated");

    public void Dispose() => folder.Delete(recursive: true);

    private string Write(Model model)
    {
        var path = Path.Combine(folder.FullName, "model.aed");
        File.WriteAllBytes(path, ModelWriter.ToBytes(model));
        return path;
    }
}
