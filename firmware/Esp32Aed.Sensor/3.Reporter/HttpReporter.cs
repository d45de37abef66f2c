using System;
using System.Net.Http;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>Posts each record as <c>application/json</c>; it counts as posted when the server answers with a status from 200 to 299.</summary>
public sealed class HttpReporter : IReporter
{
    private const int TimeoutSeconds = 20;

    private readonly HttpClient client = new HttpClient();
    private readonly string url;

    /// <summary>Makes the reporter; nothing is connected yet.</summary>
    public HttpReporter(SensorSettings settings)
    {
        url = settings.Http.Url;
        client.Timeout = TimeSpan.FromSeconds(TimeoutSeconds);
        if (settings.Http.Token != null)
        {
            client.DefaultRequestHeaders.Add("Authorization", "Bearer " + settings.Http.Token);
        }
    }

    /// <inheritdoc/>
    public void Post(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = client.Post(url, content);
        if (!response.IsSuccessStatusCode)
        {
            throw new ReportException("the server answered with status " + ((int)response.StatusCode).ToString());
        }
    }
}
