using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>Requests with a small JSON body. Whatever is wrong is said in one line of text; another site's page can't send JSON without being asked first.</summary>
internal static class JsonRequest
{
    private const int MostBodyBytes = 4096;

    /// <summary>Reads the body, and answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="act">Answers; a <see cref="FormatException"/> becomes 400 with its line.</param>
    public static async Task AnswerAsync(HttpContext context, Func<JsonElement, Task> act)
    {
        if (!context.Request.HasJsonContentType())
        {
            await LineAsync(context, StatusCodes.Status415UnsupportedMediaType, "the body must be application/json").ConfigureAwait(false);
            return;
        }

        try
        {
            using var body = JsonDocument.Parse(await BodyAsync(context.Request).ConfigureAwait(false));
            await act(body.RootElement).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            await LineAsync(context, StatusCodes.Status400BadRequest, "the body is no JSON").ConfigureAwait(false);
        }
        catch (BadHttpRequestException error)
        {
            await LineAsync(context, error.StatusCode, error.Message).ConfigureAwait(false);
        }
        catch (FormatException error)
        {
            await LineAsync(context, StatusCodes.Status400BadRequest, error.Message).ConfigureAwait(false);
        }
    }

    /// <summary>A field that must be a text.</summary>
    public static string Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"the body has no text {name}");

    /// <summary>Answers with one line.</summary>
    public static Task LineAsync(HttpContext context, int status, string line)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaTypeNames.Text.Plain + "; charset=utf-8";
        return context.Response.WriteAsync(line + "\n");
    }

    /// <summary>Answers with an object that nobody may keep.</summary>
    public static Task JsonAsync<T>(HttpContext context, T answer)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer, ApiJson.Options));
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request)
    {
        var body = new byte[MostBodyBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted).ConfigureAwait(false);
        return length <= MostBodyBytes ? body.AsMemory(0, length) : throw new FormatException($"the body has more than {MostBodyBytes} bytes");
    }
}
