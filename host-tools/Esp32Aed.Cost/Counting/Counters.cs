namespace Esp32Aed.Cost.Counting;

/// <summary>
/// What instrumented code calls. Each <see cref="CountedAssemblies"/> has a copy of its own, so measurements do not disturb each other; not for
/// use from several threads.
/// </summary>
public static class Counters
{
    private static long[] runs = [];
    private static long[] elements = [];

    /// <summary>Sets all counters to 0.</summary>
    /// <param name="blocks">Number of code blocks.</param>
    public static void Reset(int blocks)
    {
        runs = new long[blocks];
        elements = new long[blocks];
    }

    /// <summary>How often each block ran, and how many array elements its library calls handled.</summary>
    public static long[][] Read() => [[.. runs], [.. elements]];

    /// <summary>A block starts.</summary>
    public static void Run(int block) => runs[block]++;

    /// <summary>A library call of a block is about to handle array elements.</summary>
    public static void Elements(int count, int block) => elements[block] += count;
}
