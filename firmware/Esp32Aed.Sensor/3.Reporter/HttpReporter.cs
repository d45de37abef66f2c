namespace Esp32Aed.Sensor;

/// <summary>Posts each record as <c>application/json</c>, with the token of nf.secrets as <c>Authorization: Bearer</c>.</summary>
public sealed class HttpReporter : IReporter
{
    private readonly SessionPatience patience = new SessionPatience();
    private readonly HttpPost post;

    /// <summary>Makes the reporter; nothing is connected yet.</summary>
    public HttpReporter(HttpSettings settings) =>
        post = new HttpPost(settings.Url, settings.CaFile, settings.Token == null ? null : "Bearer " + settings.Token, "application/json");

    /// <inheritdoc/>
    public void Open()
    {
        patience.Start();
        post.Open();
    }

    /// <inheritdoc/>
    public void Post(CountRecord record) => post.Send(record.ToJson(), patience);

    /// <inheritdoc/>
    public void Close()
    {
        // Each post has its own connection.
    }
}
