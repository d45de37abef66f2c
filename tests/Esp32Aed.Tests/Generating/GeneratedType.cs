using System.Runtime.Loader;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.ModelGenerator;

namespace Esp32Aed.Tests.Generating;

/// <summary>Classifiers that were generated and compiled a moment ago.</summary>
internal static class GeneratedType
{
    /// <summary>The model as its file gives it back, its checksum with it.</summary>
    public static Model FromFile(Model model) => Model.Parse(ModelWriter.ToBytes(model));

    /// <summary>Compiles, loads and makes one.</summary>
    public static GeneratedClassifier Make(Model model)
    {
        var context = new AssemblyLoadContext(ModelCode.AssemblyName, isCollectible: true);
        context.Resolving += (_, name) => name.Name == typeof(Classifier).Assembly.GetName().Name ? typeof(Classifier).Assembly : null;
        var assembly = context.LoadFromStream(new MemoryStream(CompiledModel.Of(model).Image));
        return (GeneratedClassifier)Activator.CreateInstance(assembly.GetType(ModelCode.TypeName, throwOnError: true)!)!;
    }
}
