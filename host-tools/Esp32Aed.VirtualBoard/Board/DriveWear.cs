namespace Esp32Aed.VirtualBoard;

/// <summary>
/// What a drive's use does to its flash, by a model of LittleFS as the board has it (blocks of 4096 bytes, programs of 128, files up to
/// 512 bytes inside their directory, a time stamp in each file). Each open file costs a write, for the board opens all for writing and
/// the time stamp changes; each written file one more when it is closed. A write takes the time's tags and, for a small file, all its bytes, one that makes or renames a file its name, rounded up
/// to 128. Each directory has blocks of its own; when one is full, what is live of the directory (names, small files, pointers to large ones) is written anew into another that is erased, and
/// what that leaves free takes the next writes. A larger file costs an erase for each block written, the last one copied included.
/// </summary>
public sealed class DriveWear
{
    /// <summary>Blocks of the drive.</summary>
    public const int Blocks = 64;

    private const int BlockBytes = 4096;
    private const int ProgramBytes = 128;
    private const int LargestInline = 512;
    private const int PointerBytes = 8;

    // Of a write, besides name or content: the tags of what changes, of the time, and the checksums.
    private const int TagBytes = 48;
    private const int NameTagBytes = 44;

    // Live in a directory, besides names and contents: of each entry the tags of its name, content and time; of each block the rest.
    private const int EntryBytes = 16;
    private const int BlockTagBytes = 28;

    // What is too short at a block's end for the next write, and what it costs that a directory gets other blocks now and then.
    private const int OffcutBytes = 128;

    // The board's own files in the root: its settings of Wi-Fi and network.
    private const int BoardsOwnBytes = 440;

    // A directory whose live bytes are more than half a block is spread over more of them.
    private const int MostLive = BlockBytes / 2;

    // After each start LittleFS looks for a free block from a random place on, so the block behind a row of n that never change is chosen n + 1 times as
    // often as others. The two superblocks are such a row for ever, 2.8 to 3.8 times the mean in replays of ten years; a long file that never moves is a longer one.
    private const double WorstBlock = 8;
    private const double WorstBlockOfMovingFiles = 3.3;
    private const double MeanErasesBetweenMoves = 40;

    private readonly DriveFiles? files;
    private double erasedForNames;
    private long erasedForData;
    private long moves;

    /// <summary>Makes a sum of what boards have done.</summary>
    public DriveWear()
    {
    }

    internal DriveWear(DriveFiles files) => this.files = files;

    /// <summary>Files opened.</summary>
    public long Opens { get; private set; }

    /// <summary>Files closed after they were written.</summary>
    public long Writes { get; private set; }

    /// <summary>Files made, deleted or renamed.</summary>
    public long Entries { get; private set; }

    /// <summary>Blocks erased.</summary>
    public double Erases => erasedForData + erasedForNames;

    /// <summary>Erases of the block that is worn most.</summary>
    public double WorstBlockErases => Erases / Blocks * (moves * MeanErasesBetweenMoves >= Erases / Blocks ? WorstBlockOfMovingFiles : WorstBlock);

    /// <summary>Adds what another board has done to the same drive.</summary>
    public void Add(DriveWear other)
    {
        ArgumentNullException.ThrowIfNull(other);
        erasedForNames += other.erasedForNames;
        erasedForData += other.erasedForData;
        moves += other.moves;
        Opens += other.Opens;
        Writes += other.Writes;
        Entries += other.Entries;
    }

    /// <summary>Bytes of the drive that a file takes; four small files share two blocks.</summary>
    internal static int SpaceOf(string path, int length) => length > LargestInline
        ? (length + BlockBytes - 1) / BlockBytes * BlockBytes
        : 4 * Programs(Math.Max(TagBytes, NameTagBytes + NameBytes(path)) + length);

    internal void CountOpen(string path, int length)
    {
        Opens++;
        Commit(path, TagBytes + InDirectory(length));
    }

    internal void CountCreate(string path)
    {
        Opens++;
        CountEntry(path, NameBytes(path));
        Commit(path, TagBytes);
    }

    internal void CountMove(string from, string to)
    {
        CountEntry(to, NameBytes(to));
        if (FolderOf(from) != FolderOf(to))
        {
            Commit(from, TagBytes);
        }
    }

    internal void CountDelete(string path) => CountEntry(path, 0);

    internal void CountFolder(string path)
    {
        // Its two blocks, and its entry in the parent.
        erasedForData += 2;
        CountEntry(path, NameBytes(path));
    }

    internal void CountClose(string path, int length, int firstWritten)
    {
        Writes++;
        Commit(path, TagBytes + InDirectory(length));
        if (length > LargestInline)
        {
            moves += firstWritten == 0 ? 1 : 0;
            erasedForData += ((length + BlockBytes - 1) / BlockBytes) - Math.Min(firstWritten, length - 1) / BlockBytes;
        }
    }

    private static int InDirectory(int length) => length > LargestInline ? PointerBytes : length;

    private static int Programs(int bytes) => (bytes + ProgramBytes - 1) / ProgramBytes * ProgramBytes;

    private static string FolderOf(string path) => path[..Math.Max(path.LastIndexOf('\\'), BoardDrive.Prefix.Length)];

    private static int NameBytes(string path) => path.Length - path.LastIndexOf('\\') - 1;

    private void CountEntry(string path, int bytes)
    {
        Entries++;
        Commit(path, NameTagBytes + bytes);
    }

    private void Commit(string path, int bytes) => erasedForNames += Programs(bytes) / (double)(BlockBytes - OffcutBytes - Programs(LiveBytes(FolderOf(path))));

    // In one of the directory's blocks.
    private int LiveBytes(string folder)
    {
        var live = folder == BoardDrive.Prefix ? BoardsOwnBytes : 0;
        foreach (var path in files!.FilesIn(folder))
        {
            live += EntryBytes + NameBytes(path) + InDirectory(files.LengthOf(path));
        }

        var blocks = (live + MostLive - 1) / MostLive;
        return BlockTagBytes + (blocks > 1 ? live / blocks : live);
    }
}
