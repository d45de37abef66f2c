using System.Net;

namespace Esp32Aed.Station;

/// <summary>How a station is run.</summary>
public sealed record StationOptions
{
    /// <summary>Where pages and posts are served.</summary>
    public IPEndPoint Http { get; init; } = new(IPAddress.Loopback, 8480);

    /// <summary>Broker to subscribe at, or null for none.</summary>
    public MqttAddress? Mqtt { get; init; }

    /// <summary>Any device may post without a token: for trying out.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Names that requests may call the station by, besides its addresses and this computer's name: those of a reverse proxy.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether reading needs the login; null is yes where others than this computer can ask.</summary>
    public bool? NeedsLoginToRead { get; init; }

    /// <summary>Posts a minute that a device may make with its token.</summary>
    public int PostsPerMinute { get; init; } = 600;

    /// <summary>How long records are kept; null is for ever. Sums stay.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>Takes one line for people: a fault, or that it is over.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>How often live records tell that they still come, and ask whether who listens may still read.</summary>
    internal TimeSpan LiveHeartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The clock of alerts and logins.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
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
