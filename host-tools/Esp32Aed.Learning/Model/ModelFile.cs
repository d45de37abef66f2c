using Esp32Aed.Detection;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning;

/// <summary>Model files on a desktop's disk.</summary>
public static class ModelFile
{
    /// <summary>The name of the model within its folder.</summary>
    public const string Name = "model.aed";

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file, or a folder that holds <see cref="Name"/>.</param>
    /// <exception cref="UserFaultException">It is missing, damaged or not a model.</exception>
    public static Model Read(string path) => Parse(ReadBytes(path), path);

    /// <summary>The bytes of a model file.</summary>
    /// <param name="path">The file, or a folder that holds <see cref="Name"/>.</param>
    /// <exception cref="UserFaultException">It can't be read.</exception>
    public static byte[] ReadBytes(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, Name) : path;
        try
        {
            var length = new FileInfo(file).Length;
            return length <= Model.MaximumBytes
                ? File.ReadAllBytes(file)
                : throw new UserFaultException(FaultKind.Model, $"{file}: {length} bytes, and a model has at most {Model.MaximumBytes}; name a model.aed that 'aed train' wrote");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserFaultException(FaultKind.Model, $"{file}: no model can be read there ({error.Message}); make one with 'aed train'", error);
        }
    }

    /// <summary>Parses a model's bytes.</summary>
    /// <exception cref="UserFaultException">They are damaged or not a model.</exception>
    public static Model Parse(byte[] bytes, string path)
    {
        try
        {
            return Model.Parse(bytes);
        }
        catch (ModelFormatException error)
        {
            throw new UserFaultException(FaultKind.Model, $"{path}: {error.Message}", error);
        }
    }
}
