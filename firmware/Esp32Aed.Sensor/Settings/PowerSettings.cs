namespace Esp32Aed.Sensor;

/// <summary>[power]: when the sensor listens and when it sleeps.</summary>
public sealed class PowerSettings
{
    internal static readonly string[] Keys = { "power.mode", "power.listen", "power.every", "power.quiet" };

    // Room for starting up, posting and going to sleep between two times of listening.
    private const int LeastPauseSeconds = 30;
    private const int MostSeconds = 86400;
    private const int MinutesOfAnHour = 60;

    private PowerSettings()
    {
    }

    /// <summary>The sensor sleeps deeply between times of listening; otherwise it listens all the time.</summary>
    public bool Sleeps { get; private set; }

    /// <summary>Seconds listened to in one wake.</summary>
    public int ListenSeconds { get; private set; }

    /// <summary>Seconds from the start of one wake to that of the next, on average.</summary>
    public int EverySeconds { get; private set; }

    /// <summary>There are hours in which the sensor does not listen.</summary>
    public bool HasQuietHours { get; private set; }

    /// <summary>Minute of the local day at which the quiet hours begin, 0 to 1439.</summary>
    public int QuietFromMinute { get; private set; }

    /// <summary>Minute of the local day at which they end; less than their beginning where they last over midnight.</summary>
    public int QuietToMinute { get; private set; }

    internal static PowerSettings Read(SettingsFile file)
    {
        var settings = new PowerSettings();
        var mode = file.Find("power", "mode");
        settings.Sleeps = mode != null && mode.IsOneOf("always", "cycle") == 1;
        settings.ListenSeconds = file.NumberOr("power", "listen", 60, 5, MostSeconds, "seconds");
        settings.EverySeconds = file.NumberOr("power", "every", 600, 5 + LeastPauseSeconds, MostSeconds, "seconds");
        if (settings.Sleeps && settings.EverySeconds < settings.ListenSeconds + LeastPauseSeconds)
        {
            throw (file.Find("power", "every") ?? mode).Fault("every = " + settings.EverySeconds.ToString() + " leaves no time to sleep; it must be "
                + LeastPauseSeconds.ToString() + " or more above listen = " + settings.ListenSeconds.ToString());
        }

        settings.ReadQuietHours(file.Find("power", "quiet"));
        return settings;
    }

    private static int MinuteOf(string text)
    {
        var colon = text.IndexOf(':');
        var hours = colon < 0 ? string.Empty : text.Substring(0, colon);
        var minutes = text.Substring(colon + 1);
        var isTime = hours.Length <= 2 && minutes.Length == 2 && TextRules.IsAll(hours, TextRules.Digits) && TextRules.IsAll(minutes, TextRules.Digits)
            && int.Parse(hours) < 24 && int.Parse(minutes) < MinutesOfAnHour;
        return isTime ? (int.Parse(hours) * MinutesOfAnHour) + int.Parse(minutes) : -1;
    }

    private void ReadQuietHours(SettingsEntry entry)
    {
        if (entry == null)
        {
            return;
        }

        var dash = entry.Value.IndexOf('-');
        QuietFromMinute = dash < 0 ? -1 : MinuteOf(entry.Value.Substring(0, dash).Trim());
        QuietToMinute = MinuteOf(entry.Value.Substring(dash + 1).Trim());
        if (QuietFromMinute < 0 || QuietToMinute < 0 || QuietFromMinute == QuietToMinute)
        {
            throw entry.Fault("quiet = " + entry.Value + " is not allowed; write it like 22:00-06:00");
        }

        HasQuietHours = true;
    }
}
