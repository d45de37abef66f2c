namespace Esp32Aed.Power;

/// <summary>What a chip draws from 3.3 V, mA.</summary>
/// <param name="Chip">Name of the chip.</param>
/// <param name="Megahertz">Its clock.</param>
/// <param name="DeepSleep">In deep sleep with the timer running.</param>
/// <param name="Processor">With the processor on and the radio off.</param>
/// <param name="Receive">With the radio receiving.</param>
/// <param name="Transmit">With the radio sending.</param>
public sealed record ChipCurrents(string Chip, int Megahertz, Figure DeepSleep, Figure Processor, Figure Receive, Figure Transmit)
{
    private const string Esp32 = "ESP32 Series Datasheet v3.5, table 6";
    private const string Pico = "ESP32-PICO-ZERO manual, table 6 (the same chip)";
    private const string S2 = "ESP32-S2-WROOM Datasheet v1.1, ";
    private const string S3 = "ESP32-S3 Series Datasheet, RF current consumption in active mode";
    private const string C3 = "ESP32-C3 Series Datasheet, section 4.6.1";
    private const string TechPedia = "Espressif ESP-Techpedia, Low Power Introduction";

    /// <summary>The chips that are known.</summary>
    public static IReadOnlyList<ChipCurrents> All { get; } =
    [
        new("ESP32", 240, new(0.010, Esp32), new(49, Esp32 + ": the middle of 30 to 68 mA"), new(110, Pico), new(233, Pico + ", 802.11b")),
        new("ESP32", 160, new(0.010, Esp32), new(35.5, Esp32 + ": the middle of 27 to 44 mA"), new(110, Pico), new(233, Pico + ", 802.11b")),
        new("ESP32-S3", 240, new(0.007, TechPedia), new(49, "assumed as the ESP32's at 240 MHz; 31.7 mA idle were measured (lucidar.me, S3-DevKitM-1)"), new(88, S3), new(340, S3 + ", 802.11b")),
        new("ESP32-S2", 240, new(0.025, S2 + "table 8"), new(35, "assumed: 22 mA with an idle cache (" + S2 + "table 8), and the same part more as an ESP32 at work"), new(63, S2 + "table 7"), new(190, S2 + "table 7, 802.11b")),
        new("ESP32-C3", 160, new(0.005, TechPedia), new(26.8, "measured at 160 MHz in a loop (robdobson.com, Investigating ESP32-C3 Power Management)"), new(84, C3), new(335, C3 + ", 802.11b")),
    ];

    /// <summary>The currents of a chip at a clock.</summary>
    /// <exception cref="ArgumentException">It is not known.</exception>
    public static ChipCurrents Of(string chip, int megahertz) =>
        All.FirstOrDefault(known => known.Chip == chip && known.Megahertz == megahertz) ?? throw new ArgumentException($"{chip} at {megahertz} MHz is not known", nameof(chip));
}
