namespace Esp32Aed.Station;

/// <summary>
/// Marks a route that the <see cref="Doorkeeper"/> lets everyone use: it tells nothing of the sensors, or asks for a token or password itself.
/// </summary>
internal sealed class OpenToAll;
