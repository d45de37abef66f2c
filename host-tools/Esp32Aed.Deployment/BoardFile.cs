namespace Esp32Aed.Deployment;

/// <summary>A file for drive <c>I:</c>.</summary>
/// <param name="Name">Its name, without folders.</param>
/// <param name="Content">Its bytes, or null where the board's own is to be removed.</param>
public sealed record BoardFile(string Name, byte[]? Content);
