using Esp32Aed.Detection;
using Esp32Aed.Sound;

namespace Esp32Aed.ModelGenerator;

/// <summary>Writes the classifier of a model out as C#, for the firmware: <see cref="GeneratedClassifier"/>.</summary>
public static class ModelCode
{
    /// <summary>Name of the firmware's folder and assembly that hold the code.</summary>
    public const string AssemblyName = "Esp32Aed.GeneratedModel";

    /// <summary>Name of the file in that folder.</summary>
    public const string FileName = "GeneratedModel.g.cs";

    /// <summary>Full name of the class.</summary>
    public const string TypeName = "Esp32Aed.Models.GeneratedModel";

    /// <summary>Writes the class.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="UserFaultException">It needs more locals than a method of nanoFramework has.</exception>
    public static string Write(Model model)
    {
        var code = new ClassText();
        if (model.Network is { } network)
        {
            ConvCode.Write(code, network);
        }
        else
        {
            LogisticCode.Write(code, model.Logistic, model.Context, model.FrontEnd.FeatureCount);
        }

        if (code.Locals > ClassText.MostLocals)
        {
            throw new UserFaultException(
                FaultKind.Model,
                $"written as code the model needs {code.Locals} locals, and a method on the board has at most {ClassText.MostLocals}; leave it packed, or train one with fewer channels");
        }

        return code.ToString(model.Checksum, model.FrontEnd.FeatureCount, model.Labels.Length);
    }
}
