using Esp32Aed.Cost.Boards;
using Esp32Aed.Power;
using Esp32Aed.Sensor;

namespace Esp32Aed.Cli;

/// <summary>Settings and boards in the terms of the energy model.</summary>
internal static class BatteryLife
{
    private const double MinutesOfAnHour = 60;
    private const int MinutesOfADay = 1440;

    // The sensor uses an address that it was lent for so long before it asks for one again (WifiLink).
    private const int AddressSeconds = 12 * 3600;

    /// <summary>What a sensor with these settings does in a day.</summary>
    public static DutyCycle CycleOf(SensorSettings settings, Board board)
    {
        var power = settings.Power;
        return new DutyCycle
        {
            Sleeps = power.Sleeps,
            ListenSeconds = power.ListenSeconds,
            EverySeconds = power.EverySeconds,
            QuietHours = power.HasQuietHours ? ((power.QuietToMinute - power.QuietFromMinute + MinutesOfADay) % MinutesOfADay) / MinutesOfAnHour : 0,
            RecordSeconds = settings.Report.EverySeconds,
            PostSeconds = settings.Report.PostSeconds,
            SwitchesMicrophone = settings.SupplyPin >= 0,
            HasAddress = settings.Wifi.Address is not null || settings.Report.PostSeconds < AddressSeconds,
            UsesTls = UsesTls(settings),
            KeepsConnected = settings.Wifi.KeepsConnected,
            RadioOnWhileAwake = board.LeavesRadioOn && !power.Sleeps,
        };
    }

    /// <summary>What a board on a carrier draws.</summary>
    public static Currents CurrentsOf(Board board, Carrier carrier) => new(ChipCurrents.Of(board.Chip, board.Megahertz), carrier);

    private static bool UsesTls(SensorSettings settings) => settings.Report.Kind switch
    {
        ReportSettings.Mqtt => settings.Mqtt.UsesTls,
        ReportSettings.Http => IsTls(settings.Http.Url),
        ReportSettings.Influx => IsTls(settings.Influx.Url),
        _ => IsTls(settings.Brewfather.Url),
    };

    private static bool IsTls(string url) => url.StartsWith("https:", StringComparison.Ordinal);
}
