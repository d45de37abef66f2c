using Esp32Aed.Detection;
using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Sensor.Desktop;

/// <summary>The detection chain on a virtual board, whose processor is busy with each frame for as long as the board is told.</summary>
public sealed class TimedChain
{
    private readonly Esp32Aed.Detection.DetectionChain chain;
    private readonly int hopLength;
    private long frames;
    private bool hasStopped;

    /// <summary>Makes the chain that a model describes.</summary>
    public TimedChain(Model model, IEventSink sink, SpectralKernel[] kernels, GeneratedClassifier[] generated)
    {
        chain = new Esp32Aed.Detection.DetectionChain(model, sink, kernels, generated);
        hopLength = model.HopLength;
    }

    /// <summary>The newest frame of sound.</summary>
    public StereoFrame Frame => chain.Frame;

    /// <summary>What was counted since the tally was last cleared.</summary>
    public Tally Tally => chain.Tally;

    /// <summary>The weights are code that was generated of this very model.</summary>
    public bool HasGeneratedClassifier => chain.HasGeneratedClassifier;

    /// <summary>Hops after <see cref="StartAfresh"/> in which nothing counts.</summary>
    public int AfreshHops => chain.AfreshHops;

    /// <summary>Hops after <see cref="StopCounting"/> until all events are decided.</summary>
    public int TailHops => chain.TailHops;

    /// <summary>Takes the hop that was put into <see cref="Frame"/>, and the time for it.</summary>
    public void AcceptFrame()
    {
        if (!Pretend())
        {
            chain.AcceptFrame();
        }

        Board.Current.SpendFrame(frames++);
    }

    /// <summary>Takes one hop of sound, and the time for it.</summary>
    public void Accept(short[] samples, int offset)
    {
        if (!Pretend())
        {
            chain.Accept(samples, offset);
        }

        Board.Current.SpendFrame(frames++);
    }

    /// <summary>Sound is missing between the last hop and the next.</summary>
    public void StartAfresh()
    {
        chain.StartAfresh();
        hasStopped = false;
    }

    /// <summary>From the next hop on nothing counts.</summary>
    public void StopCounting()
    {
        chain.StopCounting();
        hasStopped = true;
    }

    /// <summary>The sound is over.</summary>
    public void Finish() => chain.Finish();

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
        chain.Tally.Hear(hopLength);
        for (var i = 0; i < events; i++)
        {
            chain.Tally.Count(0, 0);
        }

        return true;
    }
}
