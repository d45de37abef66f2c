namespace Esp32Aed.Mosquitto;

/// <summary>A native library is not installed; the message says which package brings it.</summary>
public sealed class MissingLibraryException(string message, Exception innerException) : Exception(message, innerException);
