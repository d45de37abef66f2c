namespace Esp32Aed.VirtualBoard;

/// <summary>A message of the board that its receiver has confirmed.</summary>
/// <param name="Address">MQTT topic, or URL.</param>
/// <param name="Body">The message.</param>
public sealed record BoardPost(string Address, string Body);
