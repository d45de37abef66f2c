namespace Esp32Aed.Sensor;

/// <summary>
/// Writes each record to InfluxDB as one line (<see cref="InfluxLine"/>), with the token of nf.secrets as <c>Authorization: Token</c>.
/// The address is that of the server's write command: <c>/write?db=...</c> of version 1, or <c>/api/v2/write?org=...&amp;bucket=...</c>.
/// </summary>
public sealed class InfluxReporter : IReporter
{
    private readonly SessionPatience patience = new SessionPatience();
    private readonly InfluxSettings settings;
    private readonly HttpPost post;

    /// <summary>Makes the reporter; nothing is connected yet.</summary>
    public InfluxReporter(InfluxSettings settings)
    {
        this.settings = settings;
        post = new HttpPost(settings.Url, settings.CaFile, settings.Token == null ? null : "Token " + settings.Token, "text/plain");
    }

    /// <inheritdoc/>
    public void Open()
    {
        patience.Start();
        post.Open();
    }

    /// <inheritdoc/>
    public void Post(CountRecord record) => post.Send(InfluxLine.Of(settings.Measurement, record), patience);

    /// <inheritdoc/>
    public void Close()
    {
        // Each post has its own connection.
    }
}
