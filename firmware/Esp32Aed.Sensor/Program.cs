using System;
using System.Threading;
using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>Entry of the application.</summary>
public static class Program
{
    /// <summary>Runs the sensor. Where its files are wrong it says so and stops, for no restart would mend them.</summary>
    public static void Main()
    {
        try
        {
            CountingSensor.FromDrive().Run();
        }
        catch (SettingsException e)
        {
            Console.WriteLine(e.Message);
        }
        catch (ModelFormatException e)
        {
            Console.WriteLine(e.Message);
        }

        Thread.Sleep(Timeout.Infinite);
    }
}
