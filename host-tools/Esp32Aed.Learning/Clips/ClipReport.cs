namespace Esp32Aed.Learning.Clips;

/// <summary>How often clips of each class are taken for which.</summary>
/// <param name="labels">The classes.</param>
public sealed class ClipReport(IReadOnlyList<string> labels)
{
    private readonly int[][] confusion = [.. labels.Select(_ => new int[labels.Count])];

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>[true class][class it was taken for]: number of clips.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion => confusion;

    /// <summary>Number of clips.</summary>
    public int Clips => confusion.Sum(row => row.Sum());

    /// <summary>Share of clips whose class was found; not a number without clips.</summary>
    public double Accuracy => (double)labels.Select((_, c) => confusion[c][c]).Sum() / Clips;

    /// <summary>Share of a class's clips that were found; not a number without clips.</summary>
    public double Recall(int ofClass) => (double)confusion[ofClass][ofClass] / confusion[ofClass].Sum();

    /// <summary>Counts a clip.</summary>
    public void Add(int trueClass, int heard) => confusion[trueClass][heard]++;
}
