namespace Esp32Aed.Load;

/// <summary>What is to be measured.</summary>
/// <param name="Sensors">Simulated sensors.</param>
/// <param name="Records">Records in all; each sensor posts its share in the order of time, one for each minute.</param>
/// <param name="Batch">Records in one HTTP post, all of one sensor, as after a sleep.</param>
/// <param name="Connections">Posts, or MQTT connections, at once.</param>
/// <param name="IsMqtt">By MQTT, one record a message, through a mosquitto that is started for it.</param>
/// <param name="Store">sqlite, or an empty database as postgres://...</param>
/// <param name="Kills">How often the station is killed and started again meanwhile.</param>
internal sealed record LoadOptions(int Sensors, int Records, int Batch, int Connections, bool IsMqtt, string Store, int Kills);
