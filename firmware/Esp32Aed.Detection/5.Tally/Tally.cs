namespace Esp32Aed.Detection;

/// <summary>What one report interval heard: events per class, and the samples really listened to.</summary>
public sealed class Tally
{
    private readonly int[] counts;
    private long peaks;

    /// <summary>Makes an empty tally.</summary>
    /// <param name="classes">Number of classes.</param>
    public Tally(int classes) => counts = new int[classes];

    /// <summary>Number of classes.</summary>
    public int ClassCount => counts.Length;

    /// <summary>Samples listened to since the last <see cref="Clear"/>.</summary>
    public long SamplesHeard { get; private set; }

    /// <summary>Events of a class since the last <see cref="Clear"/>.</summary>
    public int CountOf(int classIndex) => counts[classIndex];

    /// <summary>Mean of the events' largest logits, Q8; 0 without events.</summary>
    public int MeanPeak
    {
        get
        {
            long events = 0;
            foreach (var count in counts)
            {
                events += count;
            }

            return events == 0 ? 0 : (int)(peaks / events);
        }
    }

    /// <summary>Adds one event of a class.</summary>
    /// <param name="classIndex">The class.</param>
    /// <param name="peakLogit">Largest classifier output within the event, Q8 logit.</param>
    public void Count(int classIndex, int peakLogit)
    {
        counts[classIndex]++;
        peaks += peakLogit;
    }

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
        peaks = 0;
    }
}
