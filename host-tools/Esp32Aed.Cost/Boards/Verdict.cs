using System.Globalization;
using Esp32Aed.Cost.Chain;

namespace Esp32Aed.Cost.Boards;

/// <summary>Whether a board keeps up.</summary>
public enum Fit
{
    /// <summary>It listens all the time.</summary>
    Continuously,

    /// <summary>It listens for a share of the time.</summary>
    DutyCycle,

    /// <summary>It can't run this.</summary>
    Not,
}

/// <summary>What a chain's cost means on a board.</summary>
/// <param name="Fit">The verdict.</param>
/// <param name="Load">Processor time the chain takes to listen all the time; 1 is all there is.</param>
/// <param name="ListeningShare">Share of the time that can be listened to, in whole percent rounded down; 1 when it fits continuously, 0 when not at all.</param>
/// <param name="Reason">The verdict in words.</param>
public sealed record Verdict(Fit Fit, double Load, double ListeningShare, string Reason)
{
    /// <summary>Largest load at which a board listens all the time; the rest is for reports and for what the estimate doesn't know.</summary>
    public const double LargestLoad = 0.8;

    /// <summary>Smallest share of listening that is worth it: below it counts say little.</summary>
    public const double SmallestShare = 0.05;

    /// <summary>IL bytes that an assembly can have.</summary>
    public const int LargestAssembly = 64 * 1024;

    /// <summary>Judges by the figure to plan with.</summary>
    public static Verdict Of(ChainCost cost, Board board) => Of(cost, board, board.FrameMs(cost.IlPerFrame, Board.Plan) / cost.HopMs);

    /// <summary>Judges by a load that is known better.</summary>
    public static Verdict Of(ChainCost cost, Board board, double load)
    {
        if (cost.AssemblyBytes.FirstOrDefault(assembly => assembly.Value > LargestAssembly) is { Key: { } name, Value: var bytes })
        {
            return Not(load, string.Create(CultureInfo.InvariantCulture, $"{name} has {bytes} bytes of IL, and an assembly can have {LargestAssembly}"));
        }

        var heap = cost.HeapBytes + cost.BufferBytes;
        if (heap > board.HeapBytes)
        {
            return Not(load, string.Create(CultureInfo.InvariantCulture, $"it takes {heap} bytes of managed heap, and the board has about {board.HeapBytes}"));
        }

        var percent = string.Create(CultureInfo.InvariantCulture, $"{100 * load:F0} % of the processor");
        if (load <= LargestLoad)
        {
            return new Verdict(Fit.Continuously, load, 1, $"fits continuously: {percent}");
        }

        var share = Math.Floor(100 * LargestLoad / load) / 100;
        return share >= SmallestShare
            ? new Verdict(Fit.DutyCycle, load, share, string.Create(
                CultureInfo.InvariantCulture, $"fits with a duty cycle: listening {100 * share:F0} % of the time (continuously it would take {percent})"))
            : Not(load, $"continuously it would take {percent}");
    }

    private static Verdict Not(double load, string why) => new(Fit.Not, load, 0, $"does not fit: {why}");
}
