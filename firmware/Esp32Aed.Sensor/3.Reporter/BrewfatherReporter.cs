using System;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>
/// Posts events per minute of the model's first class to a Brewfather custom stream (docs.brewfather.app, "Custom Stream"), which takes one
/// value a device in 15 minutes and drops the rest. So records are gathered, durably, and the value is the average over all that no value
/// has covered yet. A record counts as posted once it is gathered; the one that makes a value due, once the server has taken the value.
/// Between two tries are 15 minutes also where the board was restarted, and where the first one failed.
/// </summary>
public sealed class BrewfatherReporter : IReporter
{
    private const long TicksBetweenValues = 15 * 60 * TimeSpan.TicksPerSecond;
    private const int FirstYearOfASetClock = 2025;

    private readonly SessionPatience patience = new SessionPatience();
    private readonly BrewfatherSettings settings;
    private readonly BrewfatherGathering gathering;
    private readonly HttpPost post;

    /// <summary>Makes the reporter; nothing is connected yet.</summary>
    /// <param name="settings">The stream.</param>
    /// <param name="state">Keeps what was gathered, and when a value was last posted.</param>
    public BrewfatherReporter(BrewfatherSettings settings, StateFile state)
    {
        this.settings = settings;
        gathering = new BrewfatherGathering(state);
        post = new HttpPost(settings.Url + "?id=" + UrlText.Escape(settings.Id ?? string.Empty), settings.CaFile, null, "application/json");
    }

    /// <inheritdoc/>
    public void Open()
    {
        if (settings.Id == null)
        {
            throw new ReportException("the stream has no id; put id into [brewfather] of nf.secrets");
        }

        patience.Start();
        post.Open();
    }

    /// <inheritdoc/>
    public void Post(CountRecord record)
    {
        gathering.Add(record);
        var utc = DateTime.UtcNow;
        if (utc.Year < FirstYearOfASetClock || gathering.ListenedMicroseconds == 0)
        {
            return;
        }

        var since = utc.Ticks - gathering.TriedTicks;
        if (since < 0)
        {
            // The clock was ahead before: how long ago the last value was can't be known, so this counts as its time.
            gathering.Try(utc.Ticks);
        }
        else if (since >= TicksBetweenValues)
        {
            gathering.Try(utc.Ticks);
            post.Send(ValueOf(record), patience);
            gathering.Clear();
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        // Each post has its own connection.
    }

    private string ValueOf(CountRecord newest)
    {
        var json = new StringBuilder();
        json.Append("{\"name\":");
        JsonText.AppendString(json, settings.Name);
        json.Append(",\"bpm\":");
        JsonText.AppendSeconds(json, EventRate.MilliPerMinute(gathering.Count, gathering.ListenedMicroseconds) * 1000);
        if (newest.BatteryMillivolts != 0)
        {
            json.Append(",\"battery\":");
            JsonText.AppendSeconds(json, newest.BatteryMillivolts * 1000L);
        }

        json.Append('}');
        return json.ToString();
    }
}
