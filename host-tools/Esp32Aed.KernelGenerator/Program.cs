using Esp32Aed.KernelGenerator;

if (args.Length != 1 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("usage: dotnet run --project host-tools/Esp32Aed.KernelGenerator -- FIRMWARE-FOLDER");
    return 2;
}

foreach (var (path, text) in KernelFiles.Write())
{
    var file = Path.Combine(args[0], path.Replace('/', Path.DirectorySeparatorChar));
    File.WriteAllText(file, text);
    Console.WriteLine(file);
}

return 0;
