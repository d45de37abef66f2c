namespace Esp32Aed.Power;

/// <summary>The board that carries the chip: what it draws by itself, and how it gets 3.3 V from a lithium-ion cell.</summary>
/// <param name="Name">Name for <c>--carrier</c>.</param>
/// <param name="Own">Current of regulator, USB bridge and lamps, mA at the board's input.</param>
/// <param name="Boost">Cell current by the board's current: 1 with a linear regulator straight from the cell.</param>
/// <param name="UsableShare">Share of the cell's charge above the voltage that the board needs.</param>
/// <param name="Description">What kind of board it is.</param>
public sealed record Carrier(string Name, Figure Own, Figure Boost, Figure UsableShare, string Description)
{
    // A converter to 5 V takes 5 / 3.7 times the current at 100 %.
    private const double BoostEfficiency = 0.85;

    /// <summary>A development board behind a converter from the cell to 5 V.</summary>
    public static Carrier Devkit { get; } = new(
        "devkit",
        new(3.8, "measured in deep sleep at 5 V (lucidar.me, ESP32-DevKitC V4); others 4.1 to 9.4 mA"),
        new(5.0 / (Battery.NominalVolts * BoostEfficiency), "its regulator (AMS1117) needs 5 V: a converter, assumed 85 % efficient"),
        new(0.97, "down to 3.0 V, where a protected cell ends: some 3 % are left (gslithiumbattery.com)"),
        "development board with USB bridge, lamp and AMS1117, and a converter to 5 V");

    /// <summary>A board made for a cell: no bridge at work, a regulator of little current of its own.</summary>
    public static Carrier BatteryBoard { get; } = new(
        "battery-board",
        new(0.002, "measured: 12 uA of board and sleeping chip (EzSBC ESP32-01, github.com/grillbaer/esp32-power-consumption-test)"),
        new(1, "linear regulator straight from the cell"),
        new(0.90, "assumed: down to 3.4 V, where 3.3 V begin to fail"),
        "board for a lithium-ion cell (FireBeetle, EzSBC and their like)");

    /// <summary>The carriers that are known.</summary>
    public static IReadOnlyList<Carrier> All { get; } = [Devkit, BatteryBoard];
}
