namespace Esp32Aed.NanoFramework.Compiling;

/// <summary>A firmware project that cannot be compiled as it stands; the message is one line that names project and mend.</summary>
public sealed class FirmwareProjectException(string message) : Exception(message);
