using System.Net;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>
/// Logs in and out, and adds, rotates and revokes devices for whoever is logged in. Bodies are JSON and the session's cookie is
/// <c>SameSite=Strict</c>, so no other site's page can ask for it. Whatever is wrong is said in one line of text.
/// </summary>
internal sealed class AdminAnswers(IRecordStore store, AdminLogin login)
{
    private const string Cookie = "aed_session";
    private const int MostBodyBytes = 4096;

    /// <summary><c>GET /api/session</c>: whether there is a login, and whether this is in it.</summary>
    public Task SessionAsync(HttpContext context) => JsonAsync(context, new { IsAdmin = IsAdmin(context), login.CanLogIn });

    /// <summary><c>POST /api/login</c> with <c>{"password"}</c>.</summary>
    public Task LogInAsync(HttpContext context) => GuardedAsync(context, async body =>
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (!login.CanLogIn)
        {
            await LineAsync(context, StatusCodes.Status403Forbidden, "no password is set: start the station with AED_STATION_PASSWORD").ConfigureAwait(false);
            return;
        }

        if (login.WaitSeconds(address) is > 0 and var wait)
        {
            context.Response.Headers.RetryAfter = $"{wait}";
            await LineAsync(context, StatusCodes.Status429TooManyRequests, $"too many wrong passwords: try again in {wait} s").ConfigureAwait(false);
            return;
        }

        if (login.Enter(Text(body, "password"), address) is not { } session)
        {
            await LineAsync(context, StatusCodes.Status401Unauthorized, "the password is wrong").ConfigureAwait(false);
            return;
        }

        context.Response.Cookies.Append(Cookie, session, Options(context, AdminLogin.SessionTime));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    /// <summary><c>POST /api/logout</c>.</summary>
    public static Task LogOutAsync(HttpContext context)
    {
        context.Response.Cookies.Delete(Cookie, Options(context, TimeSpan.Zero));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary><c>POST /api/admin/devices</c> with <c>{"action":"add|rotate|revoke","device"}</c>; a token and a key are told once.</summary>
    public Task DevicesAsync(HttpContext context) => GuardedAsync(context, async body =>
    {
        if (!IsAdmin(context))
        {
            await LineAsync(context, StatusCodes.Status401Unauthorized, "log in first").ConfigureAwait(false);
            return;
        }

        var (action, name) = (Text(body, "action"), Text(body, "device"));
        if (action is not ("add" or "rotate" or "revoke") || !RecordCheck.IsDeviceName(name))
        {
            throw new FormatException(action is "add" or "rotate" or "revoke"
                ? "a device's name must be 1 to 32 of A-Z, a-z, 0-9, - and _"
                : "action must be add, rotate or revoke");
        }

        var known = store.Devices().FirstOrDefault(d => d.Name == name);
        if (action == "add" && known?.TokenHash is not null)
        {
            await LineAsync(context, StatusCodes.Status409Conflict, $"{name} has a token already; rotate it for a new one").ConfigureAwait(false);
        }
        else if (action != "add" && known is null)
        {
            await LineAsync(context, StatusCodes.Status404NotFound, $"{name} is not known").ConfigureAwait(false);
        }
        else if (action == "revoke")
        {
            store.Revoke(name);
            await JsonAsync(context, new { Device = name, IsRevoked = true }).ConfigureAwait(false);
        }
        else
        {
            var secrets = DeviceSecrets.Make();
            store.SetDevice(name, DeviceSecrets.HashOf(secrets.Token), secrets.Key);
            await JsonAsync(context, new { Device = name, secrets.Token, secrets.Key }).ConfigureAwait(false);
        }
    });

    private bool IsAdmin(HttpContext context) => login.Holds(context.Request.Cookies[Cookie]);

    private static CookieOptions Options(HttpContext context, TimeSpan age) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"] == "https",
        Path = "/api",
        MaxAge = age,
    };

    private static async Task GuardedAsync(HttpContext context, Func<JsonElement, Task> act)
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

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request)
    {
        var body = new byte[MostBodyBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted).ConfigureAwait(false);
        return length <= MostBodyBytes ? body.AsMemory(0, length) : throw new FormatException($"the body has more than {MostBodyBytes} bytes");
    }

    private static string Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"the body has no text {name}");

    private static Task LineAsync(HttpContext context, int status, string line)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaTypeNames.Text.Plain + "; charset=utf-8";
        return context.Response.WriteAsync(line + "\n");
    }

    private static Task JsonAsync<T>(HttpContext context, T answer)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer, ApiJson.Options));
    }
}
