using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>
/// <c>POST /counts</c>: one record or an array. One record is answered 204 once it is on disk, also when it was before; an array 200 with what
/// became of it. Whatever else is wrong is said in one line of text.
/// </summary>
internal sealed class HttpReceiving(RecordWriter writer, DeviceList devices, SenderLimits limits)
{
    private const string Scheme = "Bearer ";
    private const int RetrySeconds = 10;

    public async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var (status, body, type) = await ReceiveAsync(context.Request).ConfigureAwait(false);
            if (status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
            }

            await WriteAsync(context.Response, status, body, type).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error)
        {
            await WriteAsync(context.Response, error.StatusCode, error.Message, MediaTypeNames.Text.Plain).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            // The reason is in the station's log: it may tell more of the machine than a sender should know.
            context.Response.Headers.RetryAfter = $"{RetrySeconds}";
            await WriteAsync(context.Response, StatusCodes.Status503ServiceUnavailable, "the records can't be stored now; send them again later", MediaTypeNames.Text.Plain)
                .ConfigureAwait(false);
        }
    }

    private async Task<(int Status, string Body, string Type)> ReceiveAsync(HttpRequest request)
    {
        string? sender = null;
        if (!devices.IsOpen)
        {
            sender = request.Headers.Authorization.ToString() is { } given && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? devices.DeviceOf(given[Scheme.Length..].Trim())
                : null;
            var wait = sender is null ? limits.SecondsBeforeStranger(request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? string.Empty) : limits.SecondsBeforePost(sender);
            if (wait > 0)
            {
                request.HttpContext.Response.Headers.RetryAfter = $"{wait}";
                return Line(StatusCodes.Status429TooManyRequests, $"too many posts: wait {wait} s");
            }

            if (sender is null)
            {
                return Line(StatusCodes.Status401Unauthorized, "the bearer token is missing or wrong");
            }
        }

        Post post;
        try
        {
            post = Post.Read(await BodyAsync(request).ConfigureAwait(false), DateTimeOffset.UtcNow, FaultOf);
        }
        catch (FormatException error)
        {
            return Line(StatusCodes.Status400BadRequest, error.Message);
        }

        var stored = await writer.WriteAsync(post.Records).ConfigureAwait(false);
        if (post.IsArray)
        {
            var status = post.Refused.Count > 0 && post.Records.Count == 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
            return (status, Summary(post, stored), MediaTypeNames.Application.Json);
        }

        return post.Refused is [var refusal]
            ? Line(refusal.IsForbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest, refusal.Reason)
            : (StatusCodes.Status204NoContent, string.Empty, string.Empty);

        string? FaultOf(string device) =>
            sender is null ? devices.FaultOf(device)
            : string.Equals(sender, device, StringComparison.Ordinal) ? null
            : $"the token is not {device}'s";
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 1024, 0, Post.MostBytes));
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted).ConfigureAwait(false);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static (int Status, string Body, string Type) Line(int status, string text) => (status, text + "\n", MediaTypeNames.Text.Plain);

    private static string Summary(Post post, int stored) => JsonSerializer.Serialize(
        new
        {
            Stored = stored,
            Repeated = post.Records.Count - stored,
            Refused = post.Refused.Select(r => new { r.Index, r.Reason }),
        },
        ApiJson.Options);

    private static async Task WriteAsync(HttpResponse response, int status, string body, string type)
    {
        response.StatusCode = status;
        if (body.Length > 0)
        {
            response.ContentType = type + "; charset=utf-8";
            await response.WriteAsync(body).ConfigureAwait(false);
        }
    }
}
