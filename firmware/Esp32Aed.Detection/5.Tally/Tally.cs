namespace Esp32Aed.Detection;

/// <summary>What one report interval heard: events per class, and the samples really listened to.</summary>
public sealed class Tally
{
    private readonly int[] counts;

    /// <summary>Makes an empty tally.</summary>
    /// <param name="classes">Number of classes.</param>
    public Tally(int classes) => counts = new int[classes];

    /// <summary>Number of classes.</summary>
    public int ClassCount => counts.Length;

    /// <summary>Samples listened to since the last <see cref="Clear"/>.</summary>
    public long SamplesHeard { get; private set; }

    /// <summary>Events of a class since the last <see cref="Clear"/>.</summary>
    public int CountOf(int classIndex) => counts[classIndex];

    /// <summary>Adds one event of a class.</summary>
    public void Count(int classIndex) => counts[classIndex]++;

    /// <summary>Adds listened samples.</summary>
    public void Hear(int samples) => SamplesHeard += samples;

    /// <summary>Starts the next interval.</summary>
    public void Clear()
    {
        for (var c = 0; c < counts.Length; c++)
        {
            counts[c] = 0;
        }

        SamplesHeard = 0;
    }
}
