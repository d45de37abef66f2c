using System.Net;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>
/// Takes requests that name this station by an address, <c>localhost</c>, this computer's name or a name it was given. A page of another site
/// whose name was pointed at this computer (DNS rebinding) names the other site.
/// </summary>
/// <param name="names">More names of this station.</param>
internal sealed class HostCheck(IEnumerable<string> names)
{
    private readonly HashSet<string> known = new(names.Concat(["localhost", Environment.MachineName, Environment.MachineName + ".local"]), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a Host header names this station. Browsers always send one.</summary>
    public bool IsOurs(HostString host) =>
        !host.HasValue || known.Contains(host.Host) || IPAddress.TryParse(host.Host.Trim('[', ']'), out _);
}
