namespace Esp32Aed.Detection;

/// <summary>
/// Sound in, counts of clips out, for models that have a judge: (1) and (2) as <see cref="DetectionChain"/>, then the sound is cut into clips, (3) of each of
/// which the judge tells the class, (4) and the tally counts it. Nothing is allocated per frame.
/// </summary>
public sealed class ClipChain : SoundChain
{
    private readonly FrontEnd frontEnd;
    private readonly Normaliser normaliser;
    private readonly FeatureQuantiser quantiser;
    private readonly ClipJudge judge;
    private readonly IEventSink sink;
    private readonly long[] input;
    private readonly int clipFrames;
    private long hops;
    private int hopsToSkip;
    private int frames;
    private bool hasStopped;

    /// <summary>Makes the chain that a model describes.</summary>
    /// <param name="model">The model; its <see cref="Model.Judge"/> is not null.</param>
    /// <param name="sink">Takes each clip as it is judged, or null.</param>
    /// <param name="kernels">Kernels of which the first that fits computes the spectral values; null for the textbook stages.</param>
    /// <param name="clipFrames">Frames of a clip, 1 to <see cref="ClipStatistics.MostFrames"/>.</param>
    public ClipChain(Model model, IEventSink sink, SpectralKernel[] kernels, int clipFrames)
        : base(model)
    {
        this.sink = sink;
        this.clipFrames = clipFrames;
        frontEnd = new FrontEnd(model.FrontEnd, kernels);
        normaliser = new Normaliser(model.FrontEnd);
        quantiser = new FeatureQuantiser(model.FeatureScale);
        judge = new ClipJudge(model);
        input = new long[model.FrontEnd.FeatureCount];
        AfreshHops = (model.FrontEnd.FrameLength - 1) / model.HopLength;
    }

    /// <summary>The last clip's logits, Q8; one a class. Its class is that of the largest.</summary>
    public int[] Logits => judge.Logits;

    /// <summary>Hops after <see cref="StartAfresh"/> that are not heard, for frames still hold samples from before the gap.</summary>
    public override int AfreshHops { get; }

    /// <summary>0: a clip that is not over counts for nothing, nor is its time counted as heard.</summary>
    public override int TailHops => 0;

    /// <inheritdoc/>
    public override void AcceptFrame()
    {
        hops++;
        if (hasStopped)
        {
            return;
        }

        if (hopsToSkip > 0)
        {
            hopsToSkip--;
            return;
        }

        frontEnd.Compute(Frame.Bytes);
        normaliser.Apply(frontEnd.Values, frontEnd.Loudness);
        quantiser.Apply(normaliser.Features, input);
        judge.Hear(input, frontEnd.Loudness);
        frames++;
        if (frames == clipFrames)
        {
            Count();
        }
    }

    /// <summary>Sound is missing between the last hop and the next: the clip that has begun counts for nothing; what was learned of the loudness of the place is kept.</summary>
    public override void StartAfresh()
    {
        Finish();
        hasStopped = false;
        hopsToSkip = AfreshHops;
    }

    /// <summary>From the next hop on nothing is heard, until <see cref="StartAfresh"/>.</summary>
    public override void StopCounting() => hasStopped = true;

    /// <summary>The sound is over: a clip that has begun counts for nothing.</summary>
    public override void Finish()
    {
        judge.Forget();
        frames = 0;
    }

    /// <summary>The clip is over, however short: computes <see cref="Logits"/>. It is not counted; the next hop begins another.</summary>
    public void Judge()
    {
        judge.Judge();
        frames = 0;
    }

    private void Count()
    {
        Judge();
        Tally.Hear(clipFrames * Model.HopLength);
        var best = 0;
        for (var c = 1; c < Logits.Length; c++)
        {
            best = Logits[c] > Logits[best] ? c : best;
        }

        if (Model.Decoders[best].NeverOpens)
        {
            return;
        }

        Tally.Count(best, Logits[best]);
        if (sink != null)
        {
            sink.OnEvent(best, TimeOf(hops - clipFrames), TimeOf(hops), Logits[best]);
        }
    }

    private long TimeOf(long hop) => hop * Model.HopLength * 1000 / Model.SampleRate;
}
