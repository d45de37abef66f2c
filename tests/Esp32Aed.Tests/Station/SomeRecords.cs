using Esp32Aed.Station;

namespace Esp32Aed.Tests.Station;

/// <summary>Records for tests.</summary>
internal static class SomeRecords
{
    public static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public static SensorRecord One(string device = "yard-1", int boot = 1, int sequence = 0, long count = 2, DateTimeOffset? start = null) => new(
        device,
        boot,
        sequence,
        (start ?? Noon.AddMinutes(sequence)).ToUnixTimeMilliseconds(),
        60_032,
        58_016,
        [new LabelCount("cough", count)],
        "1a2b3c4d")
    {
        ArrivedMilliseconds = (start ?? Noon.AddMinutes(sequence + 1)).ToUnixTimeMilliseconds(),
        LostMilliseconds = 16,
    };

    public static string Json(string device = "yard-1", int boot = 1, int sequence = 0, long count = 2) =>
        $$$"""{"device":"{{{device}}}","boot":{{{boot}}},"sequence":{{{sequence}}},"start":"2026-07-01T12:00:00Z","length_s":60.032,"listened_s":58.016,"lost_s":0.016,"load":0.61,"counts":{"cough":{{{count}}}},"model_checksum":"1a2b3c4d"}""";

    /// <summary>Records of some devices over some months with several labels, in any order; about one in four is repeated, some of them with another start.</summary>
    public static List<SensorRecord> Many(int number, int seed)
    {
        var random = new Random(seed);
        string[] labels = ["bark", "cough", "<b>wheeze</b>"];
        var records = new List<SensorRecord>();
        for (var i = 0; i < number; i++)
        {
            var record = One($"yard-{random.Next(5)}", random.Next(1, 4), i, start: Noon.AddSeconds(random.Next(90 * 86_400))) with
            {
                LengthMilliseconds = random.Next(100_000),
                ListenedMilliseconds = random.Next(100_000),
                Counts = [.. labels.Where(_ => random.Next(2) == 0).Order(StringComparer.Ordinal).Select(l => new LabelCount(l, random.Next(10)))],
            };
            records.Add(record);
        }

        records.AddRange(records.Where(_ => random.Next(4) == 0).Select(r => r with { StartMilliseconds = r.StartMilliseconds + random.Next(2) }).ToList());
        var mixed = records.ToArray();
        random.Shuffle(mixed);
        return [.. mixed];
    }
}
