namespace Esp32Aed.Soak;

/// <summary>What the sensor has recorded against what receivers have stored.</summary>
/// <param name="Events">Events that were recorded.</param>
/// <param name="Stored">Events stored, without repeated records.</param>
/// <param name="Lost">Recorded, and not stored.</param>
/// <param name="Doubled">Stored more than once, or never recorded.</param>
/// <param name="Unrecorded">Heard in an interval that a power cut ended before it was recorded.</param>
internal sealed record LedgerBalance(long Events, long Stored, long Lost, long Doubled, long Unrecorded);
