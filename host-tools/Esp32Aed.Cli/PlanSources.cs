using System.Globalization;
using Esp32Aed.Power;

namespace Esp32Aed.Cli;

/// <summary>Where the figures of a plan come from.</summary>
internal static class PlanSources
{
    /// <summary>Every figure that the plan rests on.</summary>
    public static IReadOnlyList<(string Name, string Value, string Source)> Of(DutyCycle cycle, Currents currents, Battery battery)
    {
        List<(string, string, string)> sources = [];
        foreach (var state in Enum.GetValues<PowerState>())
        {
            Add(Name(state), currents.Of(state), "mA");
        }

        if (currents.Carrier.Boost.Value > 1)
        {
            Add("cell current by board current", currents.Carrier.Boost, string.Empty);
        }

        sources.Add(("capacity", Text(battery.CapacityMilliampereHours, "mAh"), battery.CapacitySource));
        sources.Add(("capacity by temperature", "60 % at -20, 80 % at 0, 100 % at 25 degrees", Battery.TemperatureSource));
        Add("usable share of the capacity", currents.Carrier.UsableShare, string.Empty);
        Add("self-discharge a month", Battery.SelfDischarge, string.Empty);
        Add("starting up", Timings.Boot, "s");
        Add("microphone's start", Timings.MicrophoneStart, "s");
        Add("connecting", Timings.Connect, "s");
        Add("more for DHCP", Timings.Dhcp, "s");
        Add("more for a search of all channels", Timings.Scan, "s");
        Add("share of posts that search", Timings.ScanShare, string.Empty);
        Add("posting", Timings.Post, "s");
        if (cycle.UsesTls)
        {
            Add("more for TLS", Timings.Tls, "s");
        }

        Add("sending share of the radio's time", Timings.TransmitShare, string.Empty);
        if (cycle.RadioOnWhileAwake)
        {
            sources.Add(("idle radio", "on while awake", "nf-interpreter: Wi-Fi starts with the board, CONFIG_ESP_WIFI_STA_DISCONNECTED_PM_ENABLE=n in the image's sdkconfig"));
        }

        return sources;

        void Add(string name, Figure figure, string unit) => sources.Add((name, Text(figure.Value, unit), figure.Source));
    }

    private static string Text(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} {unit}").TrimEnd();

    private static string Name(PowerState state) => state switch
    {
        PowerState.DeepSleep => "deep sleep",
        PowerState.Processor => "processor",
        PowerState.RadioReceive => "radio receiving",
        PowerState.RadioTransmit => "radio sending",
        PowerState.Microphone => "microphone",
        PowerState.MicrophoneStandby => "microphone waiting",
        _ => "board itself",
    };
}
