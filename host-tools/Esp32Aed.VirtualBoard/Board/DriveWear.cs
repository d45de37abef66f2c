namespace Esp32Aed.VirtualBoard;

/// <summary>
/// What a drive's use does to its flash, by a model of LittleFS as the board has it (blocks of 4096 bytes, programs of 128, files up to
/// 512 bytes inside their directory, a time stamp in each file). Each open file costs a write, for the board opens all for writing and
/// the time stamp changes; each written file one more when it is closed. A write takes the name's and the time's tags and, for a small
/// file, all its bytes, rounded up to 128; when a directory's block is full, it is written anew into another that is erased.
/// A larger file costs an erase for each block written, the last one copied included.
/// </summary>
public sealed class DriveWear
{
    /// <summary>Blocks of the drive.</summary>
    public const int Blocks = 64;

    private const int BlockBytes = 4096;
    private const int ProgramBytes = 128;
    private const int LargestInline = 512;
    private const int TagBytes = 48;
    private const int PointerBytes = 8;

    // Of a directory's block so much is free again after it was written anew.
    private const int LogBytes = 2150;

    // After each start LittleFS looks for a free block from a random place on, so the block behind a row of n that never change is chosen n + 1 times as
    // often as others. The two superblocks are such a row for ever, 2.8 to 3.8 times the mean in replays of ten years; a long file that never moves is a longer one.
    private const double WorstBlock = 8;
    private const double WorstBlockOfMovingFiles = 3.3;
    private const double MeanErasesBetweenMoves = 40;

    private long logged;
    private long erasedForData;
    private long moves;

    /// <summary>Files opened.</summary>
    public long Opens { get; private set; }

    /// <summary>Files closed after they were written.</summary>
    public long Writes { get; private set; }

    /// <summary>Files made, deleted or renamed.</summary>
    public long Entries { get; private set; }

    /// <summary>Blocks erased.</summary>
    public double Erases => erasedForData + (logged / (double)LogBytes);

    /// <summary>Erases of the block that is worn most.</summary>
    public double WorstBlockErases => Erases / Blocks * (moves * MeanErasesBetweenMoves >= Erases / Blocks ? WorstBlockOfMovingFiles : WorstBlock);

    /// <summary>Adds what another board has done to the same drive.</summary>
    public void Add(DriveWear other)
    {
        ArgumentNullException.ThrowIfNull(other);
        logged += other.logged;
        erasedForData += other.erasedForData;
        moves += other.moves;
        Opens += other.Opens;
        Writes += other.Writes;
        Entries += other.Entries;
    }

    /// <summary>Bytes of the drive that a file takes; four small files share two blocks.</summary>
    internal static int SpaceOf(int length) => length > LargestInline
        ? (length + BlockBytes - 1) / BlockBytes * BlockBytes
        : 4 * Commit(length);

    internal void CountOpen(int length)
    {
        Opens++;
        logged += Commit(length);
    }

    internal void CountCreate()
    {
        Opens++;
        CountEntry();
        logged += Commit(0);
    }

    internal void CountEntry()
    {
        Entries++;
        logged += Commit(0);
    }

    internal void CountClose(int length, int firstWritten)
    {
        Writes++;
        logged += Commit(length);
        if (length > LargestInline)
        {
            moves += firstWritten == 0 ? 1 : 0;
            erasedForData += ((length + BlockBytes - 1) / BlockBytes) - Math.Min(firstWritten, length - 1) / BlockBytes;
        }
    }

    private static int Commit(int length) =>
        (TagBytes + (length > LargestInline ? PointerBytes : length) + ProgramBytes - 1) / ProgramBytes * ProgramBytes;
}
