namespace Esp32Aed.ModelGenerator;

/// <summary>Lanes that share a long. The sign bit stays free, so a word is never negative and its highest lane needs no mask.</summary>
internal sealed class Word
{
    /// <summary>Bits that the lanes of a word may take.</summary>
    public const int Bits = 63;

    private int free = Bits;

    /// <summary>The lanes, the highest first.</summary>
    public List<Lane> Lanes { get; } = [];

    /// <summary>Puts lanes into as few words as first-fit finds, the widest first.</summary>
    public static List<Word> Pack(IEnumerable<Lane> lanes)
    {
        var words = new List<Word>();
        foreach (var lane in lanes.OrderByDescending(lane => lane.Width))
        {
            var word = words.Find(word => word.free >= lane.Width);
            if (word is null)
            {
                words.Add(word = new Word());
            }

            word.Add(lane);
        }

        return words;
    }

    /// <summary>The sum that lies in no other lane's way: what a value in each lane makes of the word.</summary>
    public long Sum(Func<Lane, long> value) => Lanes.Sum(lane => value(lane) << lane.Low);

    private void Add(Lane lane)
    {
        free -= lane.Width;
        lane.Low = free;
        Lanes.Add(lane);
    }
}
