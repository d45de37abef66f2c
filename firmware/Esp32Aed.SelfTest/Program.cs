using System;
using System.Threading;

namespace Esp32Aed.SelfTest;

/// <summary>Entry of the self-test image.</summary>
public static class Program
{
    /// <summary>Runs the self-test once, then rests.</summary>
    public static void Main()
    {
        try
        {
            new GoldenRun(Console.WriteLine, GoldenModel.File, GoldenChecksums.All).Run();
        }
        catch (Exception e)
        {
            Console.WriteLine("FAIL: " + e.Message);
        }

        Thread.Sleep(Timeout.Infinite);
    }
}
