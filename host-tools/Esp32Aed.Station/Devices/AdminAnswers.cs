using System.Net;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>
/// Logs in and out, and adds, rotates and revokes devices for those whom the <see cref="Doorkeeper"/> let in. Bodies are JSON and the session's cookie
/// is <c>SameSite=Strict</c>, so no other site's page can ask for it. Whatever is wrong is said in one line of text.
/// </summary>
internal sealed class AdminAnswers(IRecordStore store, AdminLogin login, bool needsLoginToRead)
{
    private const string Cookie = "aed_session";
    private const string NoPassword = "no password is set: 'aed station passwd' sets one";

    /// <summary><c>GET /api/session</c>: whether there is a login, and whether this is in it.</summary>
    public Task SessionAsync(HttpContext context) => JsonRequest.JsonAsync(context, new { IsAdmin = IsAdmin(context), login.CanLogIn, NeedsLoginToRead = needsLoginToRead });

    /// <summary><c>POST /api/login</c> with <c>{"password"}</c>.</summary>
    public Task LogInAsync(HttpContext context) => JsonRequest.AnswerAsync(context, async body =>
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (!login.CanLogIn)
        {
            await JsonRequest.LineAsync(context, StatusCodes.Status403Forbidden, NoPassword).ConfigureAwait(false);
            return;
        }

        var password = JsonRequest.Text(body, "password");
        if (login.SecondsBeforeTry(address) is > 0 and var wait)
        {
            context.Response.Headers.RetryAfter = $"{wait}";
            await JsonRequest.LineAsync(context, StatusCodes.Status429TooManyRequests, $"too many tries: wait {wait} s").ConfigureAwait(false);
            return;
        }

        if (login.Enter(password) is not { } session)
        {
            await JsonRequest.LineAsync(context, StatusCodes.Status401Unauthorized, "the password is wrong").ConfigureAwait(false);
            return;
        }

        login.Forgive(address);
        context.Response.Cookies.Append(Cookie, session, Options(context, AdminLogin.SessionTime));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    /// <summary><c>POST /api/logout</c>.</summary>
    public Task LogOutAsync(HttpContext context)
    {
        login.Leave(context.Request.Cookies[Cookie]);
        context.Response.Cookies.Delete(Cookie, Options(context, TimeSpan.Zero));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary><c>POST /api/admin/devices</c> with <c>{"action":"add|rotate|revoke","device"}</c>; a token and a key are told once.</summary>
    public Task DevicesAsync(HttpContext context) => JsonRequest.AnswerAsync(context, async body =>
    {
        var (action, name) = (JsonRequest.Text(body, "action"), JsonRequest.Text(body, "device"));
        if (action is not ("add" or "rotate" or "revoke") || !RecordCheck.IsDeviceName(name))
        {
            throw new FormatException(action is "add" or "rotate" or "revoke"
                ? "a device's name must be 1 to 32 of A-Z, a-z, 0-9, - and _"
                : "action must be add, rotate or revoke");
        }

        var known = store.Devices().FirstOrDefault(d => d.Name == name);
        if (action == "add" && known?.TokenHash is not null)
        {
            await JsonRequest.LineAsync(context, StatusCodes.Status409Conflict, $"{name} has a token already; rotate it for a new one").ConfigureAwait(false);
        }
        else if (action != "add" && known is null)
        {
            await JsonRequest.LineAsync(context, StatusCodes.Status404NotFound, $"{name} is not known").ConfigureAwait(false);
        }
        else if (action == "revoke")
        {
            store.Revoke(name);
            await JsonRequest.JsonAsync(context, new { Device = name, IsRevoked = true }).ConfigureAwait(false);
        }
        else
        {
            var secrets = DeviceSecrets.Make();
            store.SetDevice(name, DeviceSecrets.HashOf(secrets.Token), secrets.Key);
            await JsonRequest.JsonAsync(context, new { Device = name, secrets.Token, secrets.Key }).ConfigureAwait(false);
        }
    });

    /// <summary>Whether the request is of somebody logged in.</summary>
    public bool IsAdmin(HttpContext context) => login.Holds(context.Request.Cookies[Cookie]);

    /// <summary>Whether the request is of somebody logged in; if not, it is answered.</summary>
    public async Task<bool> IsAdminOrToldAsync(HttpContext context)
    {
        if (IsAdmin(context))
        {
            return true;
        }

        var canLogIn = login.CanLogIn;
        await JsonRequest.LineAsync(context, canLogIn ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden, canLogIn ? "log in first" : NoPassword)
            .ConfigureAwait(false);
        return false;
    }

    private static CookieOptions Options(HttpContext context, TimeSpan age) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"] == "https",
        Path = "/",
        MaxAge = age,
    };
}
