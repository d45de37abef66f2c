namespace Esp32Aed.VirtualBoard;

/// <summary>What a board's microphone hears.</summary>
/// <param name="Samples">16-bit samples; silence follows them.</param>
/// <param name="SampleRate">Samples in a second; the board's program must ask for the same.</param>
public sealed record BoardSound(short[] Samples, int SampleRate);
