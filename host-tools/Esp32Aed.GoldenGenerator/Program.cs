using Esp32Aed.Detection;
using Esp32Aed.GoldenGenerator;

if (args.Length != 2 || !File.Exists(args[0]) || !Directory.Exists(args[1]))
{
    Console.Error.WriteLine("usage: dotnet run --project host-tools/Esp32Aed.GoldenGenerator -- models/cough/model.aed FIRMWARE-FOLDER");
    return 2;
}

try
{
    foreach (var (path, text) in GoldenFiles.Write(File.ReadAllBytes(args[0])))
    {
        var file = Path.Combine(args[1], path.Replace('/', Path.DirectorySeparatorChar));
        File.WriteAllText(file, text);
        Console.WriteLine(file);
    }

    return 0;
}
catch (Exception error) when (error is ModelFormatException or InvalidOperationException)
{
    Console.Error.WriteLine($"{args[0]}: {error.Message}");
    return 1;
}
