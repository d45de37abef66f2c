using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The examples of payloads in the README are what the sensor sends.</summary>
public sealed class PayloadExampleTests
{
    [Fact]
    public void The_record_by_MQTT_and_HTTP() => Assert.Equal(
        "{\"device\":\"yard-1\",\"boot\":3,\"sequence\":0,\"start\":\"2026-07-01T12:00:00Z\",\"length_s\":60.032,\"listened_s\":58.016,\"lost_s\":1.984,\"load\":0.613,"
        + "\"counts\":{\"cough\":2},\"model_checksum\":\"1a2b3c4d\",\"mean_score\":3.27,\"battery_mv\":3912,\"rssi_dbm\":-67,\"reset\":\"wake\"}",
        ReporterBench.Record(0, 2).ToJson());

    [Fact]
    public void InfluxDB() => Assert.Equal(
        "sounds,device=yard-1 boot=3i,sequence=0i,length_s=60.032,listened_s=58.016,lost_s=1.984,load=0.613,count_cough=2i,mean_score=3.27,battery_v=3.912,rssi_dbm=-67i,reset=\"wake\",records=1i,model_checksum=\"1a2b3c4d\" 1782907200000000000",
        InfluxLine.Of("sounds", ReporterBench.Record(0, 2)));

    [Fact]
    public void Home_Assistants_state() => Assert.Equal(
        "{\"count_cough\":1234,\"rate_cough\":2.068,\"battery_v\":3.912,\"rssi_dbm\":-67,\"load\":0.613,\"reset\":\"wake\"}",
        Description().StateOf(new Totals(), Session()));

    [Fact]
    public void Home_Assistants_description_of_a_count()
    {
        var description = Description();
        Assert.Equal("homeassistant/sensor/yard-1/count_cough/config", description.TopicOf(description.ObjectOf(0)));
        Assert.Equal(
            "{\"name\":\"cough\",\"unique_id\":\"esp32aed_yard-1_count_cough\",\"state_topic\":\"esp32aed/yard-1/state\",\"value_template\":\"{{ value_json.count_cough }}\","
            + "\"state_class\":\"total_increasing\",\"unit_of_measurement\":\"events\",\"expire_after\":2820,"
            + "\"device\":{\"identifiers\":[\"esp32aed_yard-1\"],\"name\":\"yard-1\",\"manufacturer\":\"Esp32Aed\",\"model\":\"sound event counter\",\"model_id\":\"1a2b3c4d\",\"sw_version\":\"0.1.0\"},"
            + "\"origin\":{\"name\":\"Esp32Aed\",\"sw_version\":\"0.1.0\"}}",
            description.ConfigOf(0));
    }

    [Fact]
    public void Home_Assistant_is_told_the_firmwares_version() => Assert.Contains(
        $"\"sw_version\":\"{typeof(HomeAssistant).Assembly.GetName().Version!.ToString(3)}\"",
        Description().ConfigOf(0),
        StringComparison.Ordinal);

    private static HomeAssistant Description() => new(
        ReporterBench.Settings("[battery]\npin = 34\n[report]\nkind = mqtt\nevery = 60\npost = 900\n[mqtt]\nhost = 127.0.0.1\ndiscovery = homeassistant\n"),
        ["cough"],
        0x1A2B3C4D);

    private static SessionSum Session()
    {
        var session = new SessionSum();
        session.Add(ReporterBench.Record(0, 2));
        return session;
    }

    private sealed class Totals : IDeliveredTotals
    {
        public long DeliveredOf(string label) => 1234;
    }
}
