using Esp32Aed.Detection;
using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Sensor.Desktop;

/// <summary>A chain on a virtual board, whose processor is busy with each frame for as long as the board is told.</summary>
public abstract class TimedChain : SoundChain
{
    private readonly SoundChain chain;
    private long frames;
    private bool hasStopped;

    /// <summary>Puts time around a chain.</summary>
    /// <param name="chain">The chain.</param>
    protected TimedChain(SoundChain chain)
        : base(chain.Model, chain.Frame, chain.Tally) => this.chain = chain;

    /// <inheritdoc/>
    public override int AfreshHops => chain.AfreshHops;

    /// <inheritdoc/>
    public override int TailHops => chain.TailHops;

    /// <inheritdoc/>
    public override void AcceptFrame()
    {
        if (!Pretend())
        {
            chain.AcceptFrame();
        }

        Board.Current.SpendFrame(frames++);
    }

    /// <inheritdoc/>
    public override void StartAfresh()
    {
        chain.StartAfresh();
        hasStopped = false;
    }

    /// <inheritdoc/>
    public override void StopCounting()
    {
        chain.StopCounting();
        hasStopped = true;
    }

    /// <inheritdoc/>
    public override void Finish() => chain.Finish();

    private bool Pretend()
    {
        if (!Board.Current.Pretends)
        {
            return false;
        }

        if (hasStopped)
        {
            return true;
        }

        var events = Board.Current.HeardIn(frames);
        Tally.Hear(Model.HopLength);
        for (var i = 0; i < events; i++)
        {
            Tally.Count(0, 0);
        }

        return true;
    }
}
