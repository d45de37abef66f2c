using System.CommandLine;
using System.Globalization;
using System.Text;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.ModelGenerator;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed generate MODEL</c>: a model's weights as code, for the firmware: fewer IL operations than packed ones.</summary>
internal static class GenerateCommand
{
    private static readonly string DefaultFolder = Path.Combine("firmware", ModelCode.AssemblyName);

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Model file, or the folder that holds it." };
        var folder = new Option<string>("--out")
        {
            Description = $"Folder of the firmware project that gets {ModelCode.FileName}.",
            DefaultValueFactory = _ => DefaultFolder,
        };
        var command = new Command("generate", "Write a model's weights out as C# for the firmware: faster than the packed form, and for this model only.") { model, folder };
        command.SetAction((parsed, _) => Task.FromResult(Generate(new Output(parsed), parsed.GetRequiredValue(model), parsed.GetRequiredValue(folder))));
        return command;
    }

    private static int Generate(Output output, string modelPath, string folder)
    {
        var model = ModelFile.Read(modelPath);
        if (!Directory.Exists(folder))
        {
            throw new UserFaultException(
                FaultKind.Settings, $"--out {folder}: no such folder; run this where the folder firmware is, or name the folder of {ModelCode.AssemblyName}.nfproj");
        }

        var compiled = Compile(model, modelPath);
        var path = Path.Combine(folder, ModelCode.FileName);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(compiled.Source)));
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"wrote {path}: {compiled.IlBytes:N0} bytes of IL for the model of checksum {model.Checksum:X8}; build and flash the sensor, and it is used whenever drive I: holds this model"));
        output.Result(new { file = path, checksum = model.Checksum, il_bytes = compiled.IlBytes });
        return ExitCodes.Ok;
    }

    private static CompiledModel Compile(Model model, string path)
    {
        try
        {
            return CompiledModel.Of(model);
        }
        catch (UserFaultException fault)
        {
            throw new UserFaultException(fault.Kind, $"{path}: {fault.Message}", fault);
        }
    }
}
