using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>Lets requests in: those that name this station, and, where reading needs the login, those of somebody logged in.</summary>
/// <param name="hosts">Names of this station.</param>
/// <param name="admin">Knows who is logged in.</param>
/// <param name="isOpen">Records are taken without a token, so posts too must name this station.</param>
/// <param name="needsLoginToRead">What the API tells is for those logged in only.</param>
internal sealed class Doorkeeper(HostCheck hosts, AdminAnswers admin, bool isOpen, bool needsLoginToRead)
{
    private static readonly HashSet<string> WithoutLogin = new(["/api/session", "/api/login", "/api/logout"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets a request in, or answers it.</summary>
    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        // A sensor has its token, and names the station as its settings do.
        if (!hosts.IsOurs(context.Request.Host) && (isOpen || path != "/counts"))
        {
            await JsonRequest.LineAsync(context, StatusCodes.Status421MisdirectedRequest, "this station has another name; start it with --name to add one").ConfigureAwait(false);
            return;
        }

        if (!needsLoginToRead || !IsForReaders(path) || await admin.IsAdminOrToldAsync(context).ConfigureAwait(false))
        {
            await next(context).ConfigureAwait(false);
        }
    }

    private static bool IsForReaders(PathString path) =>
        path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase)
        || (path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !WithoutLogin.Contains(path.Value!));
}
