namespace Esp32Aed.Detection;

/// <summary>Sound in, counts out, a hop at a time. Nothing is allocated per frame.</summary>
public abstract class SoundChain
{
    /// <summary>Makes the parts that all chains have.</summary>
    /// <param name="model">The model.</param>
    protected SoundChain(Model model)
        : this(model, new StereoFrame(model.FrontEnd.FrameLength, model.HopLength), new Tally(model.Labels.Length))
    {
    }

    /// <summary>Makes a chain of parts that are there.</summary>
    /// <param name="model">The model.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="tally">The tally.</param>
    protected SoundChain(Model model, StereoFrame frame, Tally tally)
    {
        Model = model;
        Frame = frame;
        Tally = tally;
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The newest frame of sound; see <see cref="AcceptFrame"/>.</summary>
    public StereoFrame Frame { get; }

    /// <summary>What was counted since the tally was last cleared.</summary>
    public Tally Tally { get; }

    /// <summary>Hops after <see cref="StartAfresh"/> in which nothing counts, nor is the time counted as heard.</summary>
    public abstract int AfreshHops { get; }

    /// <summary>Hops after <see cref="StopCounting"/> until all that had begun is decided.</summary>
    public abstract int TailHops { get; }

    /// <summary>Takes one hop of sound.</summary>
    /// <param name="samples">16-bit samples at the model's rate.</param>
    /// <param name="offset">Index of the first; <see cref="Model.HopLength"/> samples are taken.</param>
    public void Accept(short[] samples, int offset)
    {
        Frame.Push(samples, offset);
        AcceptFrame();
    }

    /// <summary>Takes the hop of sound that was put into <see cref="Frame"/> after <see cref="StereoFrame.MakeRoom"/>.</summary>
    public abstract void AcceptFrame();

    /// <summary>Sound is missing between the last hop and the next: they are not joined.</summary>
    public abstract void StartAfresh();

    /// <summary>From the next hop on neither what begins nor time is counted, until <see cref="StartAfresh"/>; after <see cref="TailHops"/> more comes <see cref="Finish"/>.</summary>
    public abstract void StopCounting();

    /// <summary>The sound is over.</summary>
    public abstract void Finish();
}
