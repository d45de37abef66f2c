using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>
/// Finds requests that another site's page made a browser send. Browsers say where a page is from in <c>Sec-Fetch-Site</c> (over TLS and to
/// this computer) and in <c>Origin</c> (always, unless it only asks); sensors and programs send neither.
/// </summary>
internal static class OriginCheck
{
    /// <summary>Whether a request would change something and comes from another site's page, or from one at another port.</summary>
    public static bool IsForeignChange(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
