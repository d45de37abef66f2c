using System.Net;

namespace Esp32Aed.Station;

/// <summary>How a station is run.</summary>
public sealed record StationOptions
{
    /// <summary>Fewest characters of <see cref="AdminPassword"/>.</summary>
    public const int ShortestPassword = 10;

    /// <summary>Where pages and posts are served.</summary>
    public IPEndPoint Http { get; init; } = new(IPAddress.Loopback, 8480);

    /// <summary>Broker to subscribe at, or null for none.</summary>
    public MqttAddress? Mqtt { get; init; }

    /// <summary>Any device may post without a token: for trying out.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Password of the page that adds and revokes devices; null for none, and nobody can log in.</summary>
    public string? AdminPassword { get; init; }

    /// <summary>How long records are kept; null is for ever. Sums stay.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>Takes one line for people: a fault, or that it is over.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>Tells no password.</summary>
    public override string ToString() => $"{nameof(StationOptions)} at {Http}";
}

/// <summary>A broker.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">1883 without, 8883 mostly with TLS.</param>
public sealed record MqttAddress(string Host, int Port)
{
    /// <summary>User name, or null.</summary>
    public string? User { get; init; }

    /// <summary>Password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>File with the certificate of the broker's authority: the connection is encrypted; or null.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The station's name at the broker: the broker keeps what it has not had under this name. One for each station.</summary>
    public string ClientId { get; init; } = "aed-station";

    /// <summary>
    /// Each message goes to one of the stations that ask for this. Mosquitto 2.0 forgets shared subscriptions when it restarts, and what
    /// comes before the stations are back is then lost; without sharing every station gets everything, and one store keeps it once.
    /// </summary>
    public bool IsShared { get; init; }

    /// <summary>Tells no password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
