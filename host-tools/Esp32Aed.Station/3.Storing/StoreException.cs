namespace Esp32Aed.Station;

/// <summary>The store can't be used now: disk full, database gone. The message is one line; it names the store, never a password.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
