namespace Esp32Aed.Sensor;

/// <summary>What receivers have ever confirmed.</summary>
public interface IDeliveredTotals
{
    /// <summary>Events of a class in all confirmed records since the sensor was set up; it only grows.</summary>
    /// <param name="label">Name of the class.</param>
    long DeliveredOf(string label);
}
