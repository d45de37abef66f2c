namespace Esp32Aed.Sensor;

/// <summary>A way to a receiver.</summary>
public interface IReporter
{
    /// <summary>Hands one record to the receiver and returns once the receiver has confirmed it; throws whatever went wrong otherwise.</summary>
    /// <param name="json">The record.</param>
    void Post(string json);
}
