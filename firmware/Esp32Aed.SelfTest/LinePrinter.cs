namespace Esp32Aed.SelfTest;

/// <summary>Prints one line.</summary>
public delegate void LinePrinter(string line);
