namespace Esp32Aed.Load;

/// <summary>What is to be measured.</summary>
/// <param name="Sensors">Simulated sensors.</param>
/// <param name="Records">Records in all; each sensor posts its share in the order of time, one for each minute.</param>
/// <param name="Batch">Records of one sensor after each other, as after a sleep: in one HTTP post, or as so many messages.</param>
/// <param name="Connections">Posts, or MQTT connections, at once.</param>
/// <param name="IsMqtt">By MQTT, one record a message, through a mosquitto that is started for it.</param>
/// <param name="Store">sqlite, or an empty database as postgres://...</param>
/// <param name="Kills">How often the station is killed and started again meanwhile.</param>
internal sealed record LoadOptions(int Sensors, int Records, int Batch, int Connections, bool IsMqtt, string Store, int Kills)
{
    /// <summary>Records of each sensor.</summary>
    public int Each => Records / Sensors;

    /// <summary>The same with fewer sensors, if they make more posts than these.</summary>
    public LoadOptions OfMostPosts(int posts)
    {
        var sensors = Math.Clamp(posts / Math.Max(1, (Each + Batch - 1) / Batch), 1, Sensors);
        return this with { Sensors = sensors, Records = sensors * Each };
    }
}

/// <summary>Some records of every sensor.</summary>
/// <param name="First">Sequence of the first.</param>
/// <param name="End">Sequence after the last.</param>
internal readonly record struct SequenceRange(int First, int End)
{
    /// <summary>One of each sensor, before the clock starts: a station compiles its code when that is first used, and runs for months.</summary>
    public static SequenceRange WarmUp => new(0, 1);

    /// <summary>What is measured.</summary>
    public static SequenceRange Of(LoadOptions options) => new(1, 1 + options.Each);
}
