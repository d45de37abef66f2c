using System.Runtime.ExceptionServices;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>Does independent pieces of work on all processors.</summary>
internal static class SideBySide
{
    /// <summary>Does pieces 0 to <paramref name="count"/> - 1, in any order.</summary>
    /// <exception cref="UserFaultException">As a piece has thrown it.</exception>
    public static void Run(int count, Action<int> work, CancellationToken stop)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = stop }, work);
        }
        catch (AggregateException error) when (error.InnerException is UserFaultException fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }
}
