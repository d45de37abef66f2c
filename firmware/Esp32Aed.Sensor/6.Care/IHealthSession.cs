namespace Esp32Aed.Sensor;

/// <summary>A session of safe mode with the receiver.</summary>
public interface IHealthSession
{
    /// <summary>Connects, posts the sensor's health, offers what updates there are to the inbox, and closes; throws whatever went wrong.</summary>
    void Run();
}
