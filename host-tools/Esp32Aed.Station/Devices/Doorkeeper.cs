using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Esp32Aed.Station;

/// <summary>
/// Lets requests in: those that name this station and are not another site's. A route that is not marked <see cref="OpenToAll"/> is for the admin,
/// or, if it only asks, for those who may read; so a new route is shut until it is opened.
/// </summary>
/// <param name="hosts">Names of this station.</param>
/// <param name="admin">Knows who is logged in.</param>
/// <param name="readers">Programs that may read.</param>
/// <param name="isOpen">Records are taken without a token, so posts too must name this station.</param>
/// <param name="needsLoginToRead">Asking is for those logged in, and for readers.</param>
internal sealed class Doorkeeper(HostCheck hosts, AdminAnswers admin, ReaderStore readers, bool isOpen, bool needsLoginToRead)
{
    /// <summary>Where the page's login is; what follows is where to go on from there.</summary>
    private const string LoginPage = "/#/login?back=";

    /// <summary>Lets a request in, or answers it.</summary>
    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        // A sensor has its token, and names the station as its settings do.
        if (!hosts.IsOurs(context.Request.Host) && (isOpen || context.Request.Path != "/counts"))
        {
            await JsonRequest.LineAsync(context, StatusCodes.Status421MisdirectedRequest, "this station has another name; start it with --name to add one").ConfigureAwait(false);
        }
        else if (OriginCheck.IsForeignChange(context.Request))
        {
            await JsonRequest.LineAsync(context, StatusCodes.Status403Forbidden, "another site's page may not change anything here").ConfigureAwait(false);
        }
        else if (context.GetEndpoint() is not RouteEndpoint route || route.Metadata.GetMetadata<OpenToAll>() is not null
            || (HttpMethods.IsGet(context.Request.Method) ? await MayReadOrToldAsync(context).ConfigureAwait(false) : await admin.IsAdminOrToldAsync(context).ConfigureAwait(false)))
        {
            await next(context).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a request may still read; a long answer asks again, for logins end and tokens are revoked.</summary>
    /// <exception cref="StoreException">The store can't be asked.</exception>
    public bool MayRead(HttpContext context) =>
        !needsLoginToRead || (TokenOf(context.Request) is { } token && readers.Holds(token)) || admin.IsAdmin(context);

    private static string? TokenOf(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given) && string.Equals(given.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
            ? given.Parameter
            : null;

    private async Task<bool> MayReadOrToldAsync(HttpContext context)
    {
        if (MayRead(context))
        {
            return true;
        }

        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Redirect(LoginPage + Uri.EscapeDataString(context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent()));
            return false;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        if (TokenOf(context.Request) is null)
        {
            return await admin.IsAdminOrToldAsync(context).ConfigureAwait(false);
        }

        await JsonRequest.LineAsync(context, StatusCodes.Status401Unauthorized, "the bearer token is no reader's; 'aed station readers' lists them").ConfigureAwait(false);
        return false;
    }
}
