namespace Esp32Aed.VirtualBoard;

/// <summary>
/// Ends the threads of a board that is switched off: every wait of the virtual board's interfaces throws it. The board's program
/// knows nothing of it; should it catch it, its next wait throws it again.
/// </summary>
internal sealed class PowerOffException : Exception;
