using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Esp32Aed.Cli;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class CountReceiverTests
{
    private const string Record = """
        {"device":"a","boot":1,"sequence":0,"start":null,"length_s":1,"listened_s":1,"counts":{"x":2},"model_checksum":"00000000"}
        """;

    [Fact]
    public async Task Keeps_each_record_once()
    {
        await using var receiver = await CountReceiver.StartAsync();
        Assert.Equal("127.0.0.1", receiver.Url.Host);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(receiver, Record)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(receiver, Record)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(receiver, Record.Replace("\"sequence\":0", "\"sequence\":1", StringComparison.Ordinal))).Status);
        Assert.Equal([0, 1], receiver.Records.Select(r => r.Sequence));
        Assert.Equal(1, receiver.Repeated);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{\"device\":\"a\"}", HttpStatusCode.BadRequest)]
    public async Task Refuses_what_is_no_record_with_one_line(string body, HttpStatusCode status)
    {
        await using var receiver = await CountReceiver.StartAsync();
        var answer = await PostAsync(receiver, body);
        Assert.Equal(status, answer.Status);
        Assert.Single(answer.Text.TrimEnd('\n').Split('\n'));
        Assert.NotEqual("\n", answer.Text);
        Assert.Empty(receiver.Records);
    }

    [Fact]
    public async Task Refuses_what_is_too_large()
    {
        await using var receiver = await CountReceiver.StartAsync();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(receiver, new string(' ', 70000) + Record)).Status);
    }

    [Fact]
    public async Task Asks_for_its_token()
    {
        await using var receiver = await CountReceiver.StartAsync("t0ken");
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(receiver, Record)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(receiver, Record, "wrong")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(receiver, Record, "t0ken")).Status);
    }

    [Fact]
    public async Task Other_paths_and_methods_are_not_served()
    {
        await using var receiver = await CountReceiver.StartAsync();
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.GetAsync(receiver.Url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(receiver.Url, "/"))).StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(CountReceiver receiver, string body, string? token = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
