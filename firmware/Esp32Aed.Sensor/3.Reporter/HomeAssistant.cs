using System.Collections;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>
/// The sensor in Home Assistant (home-assistant.io, "MQTT Discovery" and "MQTT Sensor"): for each class its count so far and its rate, and
/// battery, signal, load and the reason of the last start. All read their value from one retained state, which is published after the
/// records of a session. There is no availability topic and no last will, for a sensor that sleeps would be unavailable most of the
/// time: a value expires when the sensor has been silent for three times as long as it should.
/// </summary>
public sealed class HomeAssistant
{
    private const string Product = "Esp32Aed";
    private const string Version = "0.1.0";
    private const int MissedPosts = 3;
    private const int MarginSeconds = 120;
    private const int MinutesOfADay = 1440;

    private readonly SensorSettings settings;
    private readonly string[] labels;
    private readonly string[] keys;
    private readonly string deviceText;
    private readonly ArrayList entities = new ArrayList();

    /// <summary>Makes the descriptions.</summary>
    /// <param name="settings">The sensor's settings.</param>
    /// <param name="labels">Classes of the model.</param>
    /// <param name="modelChecksum">CRC-32 of the model.</param>
    public HomeAssistant(SensorSettings settings, string[] labels, uint modelChecksum)
    {
        this.settings = settings;
        this.labels = labels;
        ModelChecksum = modelChecksum;
        keys = KeysOf(labels);
        StateTopic = "esp32aed/" + settings.DeviceName + "/state";
        deviceText = DeviceText();
        for (var c = 0; c < labels.Length; c++)
        {
            Describe("count_" + keys[c], labels[c], "\"state_class\":\"total_increasing\",\"unit_of_measurement\":\"events\"");
            Describe("rate_" + keys[c], labels[c] + " rate", "\"state_class\":\"measurement\",\"unit_of_measurement\":\"1/min\",\"suggested_display_precision\":2");
        }

        if (settings.Battery.Pin >= 0)
        {
            Describe("battery_v", "Battery", "\"device_class\":\"voltage\",\"state_class\":\"measurement\",\"unit_of_measurement\":\"V\",\"suggested_display_precision\":2," + Diagnostic);
        }

        Describe("rssi_dbm", "Signal", "\"device_class\":\"signal_strength\",\"state_class\":\"measurement\",\"unit_of_measurement\":\"dBm\"," + Diagnostic);
        Describe("load", "Load", "\"state_class\":\"measurement\",\"suggested_display_precision\":2," + Diagnostic);
        Describe("reset", "Last start", Diagnostic);
    }

    /// <summary>Topic of the state.</summary>
    public string StateTopic { get; }

    /// <summary>CRC-32 of the model whose classes are described.</summary>
    public uint ModelChecksum { get; }

    /// <summary>Number of entities.</summary>
    public int Count => entities.Count;

    /// <summary>Seconds after which a value is no longer shown.</summary>
    public int ExpireSeconds
    {
        get
        {
            var power = settings.Power;
            var longest = power.Sleeps ? power.EverySeconds : settings.Report.EverySeconds;
            longest = settings.Report.PostSeconds > longest ? settings.Report.PostSeconds : longest;
            var quietMinutes = power.HasQuietHours ? (power.QuietToMinute - power.QuietFromMinute + MinutesOfADay) % MinutesOfADay : 0;
            return (MissedPosts * longest) + MarginSeconds + (quietMinutes * 60);
        }
    }

    private static string Diagnostic => "\"entity_category\":\"diagnostic\"";

    /// <summary>Name of an entity, which is also the key of its value in the state.</summary>
    public string ObjectOf(int entity) => ((string[])entities[entity])[0];

    /// <summary>Description of an entity, JSON.</summary>
    public string ConfigOf(int entity) => ((string[])entities[entity])[1];

    /// <summary>Topic at which Home Assistant looks for the description of an entity.</summary>
    public string TopicOf(string objectName) => "homeassistant/sensor/" + settings.DeviceName + "/" + objectName + "/config";

    /// <summary>The state, JSON; what is not known is null.</summary>
    /// <param name="totals">Counts so far.</param>
    /// <param name="session">What the last session has posted.</param>
    public string StateOf(IDeliveredTotals totals, SessionSum session)
    {
        var json = new StringBuilder();
        json.Append('{');
        for (var c = 0; c < labels.Length; c++)
        {
            json.Append("\"count_" + keys[c] + "\":");
            json.Append(totals.DeliveredOf(labels[c]));
            json.Append(",\"rate_" + keys[c] + "\":");
            AppendMilli(json, EventRate.MilliPerMinute(session.CountOf(c), session.ListenedMicroseconds), session.ListenedMicroseconds > 0);
            json.Append(',');
        }

        var newest = session.Newest;
        json.Append("\"battery_v\":");
        AppendMilli(json, newest.BatteryMillivolts, newest.BatteryMillivolts != 0);
        json.Append(",\"rssi_dbm\":");
        json.Append(newest.Rssi == 0 ? "null" : newest.Rssi.ToString());
        json.Append(",\"load\":");
        AppendMilli(json, newest.LoadPermille, true);
        var reset = WakeReason.TextOf(newest.ResetReason);
        json.Append(",\"reset\":" + (reset == null ? "null" : "\"" + reset + "\"") + "}");
        return json.ToString();
    }

    // Names in topics and templates: small letters, digits and _; two classes that would get the same name are told apart by their number.
    private static string[] KeysOf(string[] labels)
    {
        var names = new string[labels.Length];
        for (var c = 0; c < labels.Length; c++)
        {
            var key = new StringBuilder();
            foreach (var unit in labels[c].ToLower().ToCharArray())
            {
                key.Append((unit >= 'a' && unit <= 'z') || (unit >= '0' && unit <= '9') ? unit : '_');
            }

            names[c] = key.ToString();
            for (var other = 0; other < c; other++)
            {
                if (names[other] == names[c])
                {
                    names[c] += "_" + c.ToString();
                    other = -1;
                }
            }
        }

        return names;
    }

    private static void AppendMilli(StringBuilder json, long thousandths, bool isKnown)
    {
        if (isKnown)
        {
            JsonText.AppendSeconds(json, thousandths * 1000);
        }
        else
        {
            json.Append("null");
        }
    }

    private string DeviceText()
    {
        var json = new StringBuilder();
        json.Append("\"expire_after\":");
        json.Append(ExpireSeconds);
        json.Append(",\"device\":{\"identifiers\":[\"esp32aed_" + settings.DeviceName + "\"],\"name\":\"" + settings.DeviceName);
        json.Append("\",\"manufacturer\":\"" + Product + "\",\"model\":\"sound event counter\",\"model_id\":\"" + ModelChecksum.ToString("X8").ToLower());
        json.Append("\",\"sw_version\":\"" + Version + "\"},\"origin\":{\"name\":\"" + Product + "\",\"sw_version\":\"" + Version + "\"}}");
        return json.ToString();
    }

    private void Describe(string objectName, string name, string kind)
    {
        var json = new StringBuilder();
        json.Append("{\"name\":");
        JsonText.AppendString(json, name);
        json.Append(",\"unique_id\":\"esp32aed_" + settings.DeviceName + "_" + objectName);
        json.Append("\",\"state_topic\":\"" + StateTopic + "\",\"value_template\":\"{{ value_json." + objectName + " }}\",");
        json.Append(kind);
        json.Append(',');
        json.Append(deviceText);
        entities.Add(new[] { objectName, json.ToString() });
    }
}
