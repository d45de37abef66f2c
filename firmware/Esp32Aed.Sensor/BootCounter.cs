using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// Numbers the starts of the device, from 1, in a file of its drive. A number must never come twice, for receivers would take new
/// records for repeated ones: where the file can't be trusted or written, a random number above a million is taken.
/// </summary>
public static class BootCounter
{
    private const int FirstRandom = 1000000;

    /// <summary>The number of this start.</summary>
    /// <param name="path">The file that holds the number of the start before.</param>
    public static int Next(string path)
    {
        try
        {
            var before = 0;
            if (File.Exists(path))
            {
                if (!int.TryParse(File.ReadAllText(path).Trim(), out before) || before < 1 || before == int.MaxValue)
                {
                    before = RandomNumber();
                }
            }

            var next = before + 1;
            File.WriteAllText(path, next.ToString());
            return next;
        }
        catch (IOException e)
        {
            Console.WriteLine("boot: " + path + " can't be kept: " + e.Message);
            return RandomNumber();
        }
    }

    private static int RandomNumber() => FirstRandom + new Random().Next(int.MaxValue - FirstRandom - 1);
}
