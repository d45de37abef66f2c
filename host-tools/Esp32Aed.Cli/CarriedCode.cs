using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.Models;

namespace Esp32Aed.Cli;

/// <summary>The generated code that the sensor's image carries.</summary>
internal static class CarriedCode
{
    /// <summary>What the sensor runs for a model: the code if it is of this very model, else null, which stands for the packed form.</summary>
    public static GeneratedCode? Of(Model model)
    {
        var type = typeof(GeneratedModel);
        return new GeneratedModel().Checksum == model.Checksum
            ? new GeneratedCode(type.Assembly.GetName().Name!, type.FullName!, File.ReadAllBytes(type.Assembly.Location))
            : null;
    }
}
