namespace Esp32Aed.Detection;

/// <summary>
/// Sound in, counts out: (1) a hop of samples completes a frame, (2) the front end makes its spectral values and the normaliser
/// features of them, (3) the classifier gives a logit for each class, (4) the decoders find events, (5) the tally counts them.
/// Nothing is allocated per frame.
/// </summary>
public sealed class DetectionChain : SoundChain
{
    private readonly FrontEnd frontEnd;
    private readonly Normaliser normaliser;
    private readonly FeatureQuantiser quantiser;
    private readonly Classifier classifier;
    private readonly EventDecoder[] decoders;
    private readonly int hopLength;
    private readonly int silenceFrames;
    private readonly int uncountedFrames;
    private readonly int contextHops;
    private int silentFrames;
    private int hopsToCounting;
    private bool hasStopped;

    /// <summary>Makes the chain that a model describes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sink">Takes the events as they are decoded, or null.</param>
    public DetectionChain(Model model, IEventSink sink)
        : this(model, sink, null)
    {
    }

    /// <summary>Makes the chain that a model describes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sink">Takes the events as they are decoded, or null.</param>
    /// <param name="kernels">Kernels of which the first that fits computes the spectral values; null for the textbook stages.</param>
    public DetectionChain(Model model, IEventSink sink, SpectralKernel[] kernels)
        : this(model, sink, kernels, null)
    {
    }

    /// <summary>Makes the chain that a model describes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sink">Takes the events as they are decoded, or null.</param>
    /// <param name="kernels">Kernels of which the first that fits computes the spectral values; null for the textbook stages.</param>
    /// <param name="generated">New classifiers of which the one made of this very model is used; null or none that is: the packed form.</param>
    public DetectionChain(Model model, IEventSink sink, SpectralKernel[] kernels, GeneratedClassifier[] generated)
        : base(model)
    {
        hopLength = model.HopLength;
        frontEnd = new FrontEnd(model.FrontEnd, kernels);
        normaliser = new Normaliser(model.FrontEnd);
        quantiser = new FeatureQuantiser(model.FeatureScale);
        classifier = Classifier.Of(model, generated);
        HasGeneratedClassifier = classifier is GeneratedClassifier;
        decoders = new EventDecoder[model.Labels.Length];
        var longestGap = 0;
        var longestMinimum = 0;
        for (var c = 0; c < decoders.Length; c++)
        {
            var settings = model.Decoders[c];
            decoders[c] = new EventDecoder(settings, c, hopLength, model.SampleRate, -model.LookAhead, Tally, sink);
            longestGap = settings.MinimumGap > longestGap ? settings.MinimumGap : longestGap;
            longestMinimum = settings.MinimumLength > longestMinimum ? settings.MinimumLength : longestMinimum;
        }

        silenceFrames = model.Context + model.LookAhead + longestGap;
        var overlap = (model.FrontEnd.FrameLength - 1) / hopLength;
        SettleFrames = silenceFrames + overlap;
        uncountedFrames = longestGap + longestMinimum;
        contextHops = model.Context - 1;
        AfreshHops = overlap + contextHops + uncountedFrames;
        TailHops = longestMinimum;
    }

    /// <summary>Logits of the last frame that was classified, Q8; they are about the frame <see cref="Model.LookAhead"/> before it.</summary>
    public int[] Logits => classifier.Logits;

    /// <summary>The weights are code that was generated of this very model.</summary>
    public bool HasGeneratedClassifier { get; }

    /// <summary>The front end, for those who look at its values.</summary>
    public FrontEnd FrontEnd => frontEnd;

    /// <summary>
    /// Hops of digital silence after the last sound until all its events are out and none can follow: by then nothing else is in the
    /// context, events end, and decoding stops until something is heard again. A model whose gate never shuts has no such silence.
    /// </summary>
    public int SettleFrames { get; }

    /// <summary>
    /// Hops after <see cref="StartAfresh"/> in which nothing counts, nor is the time counted as heard: until no sample from before the gap is in
    /// a frame, the context is full, and an event that was already going on, or that the next would have continued, has shown itself.
    /// </summary>
    public override int AfreshHops { get; }

    /// <summary>Hops after <see cref="StopCounting"/> until all events that had begun are known to be long enough, or not.</summary>
    public override int TailHops { get; }

    /// <inheritdoc/>
    public override void AcceptFrame()
    {
        if (hopsToCounting > 0)
        {
            ApproachCounting();
            return;
        }

        Featurise();
        DecodeUnlessSilent();
        if (!hasStopped)
        {
            Tally.Hear(hopLength);
        }
    }

    /// <summary>
    /// Sound is missing between the last hop and the next: they are not joined. Events still open end here, so an event is counted
    /// where it began or not at all; what the chain has learned of the loudness and the spectrum of the place is kept.
    /// </summary>
    public override void StartAfresh()
    {
        Finish();
        hasStopped = false;
        silentFrames = 0;
        hopsToCounting = AfreshHops;
        for (var c = 0; c < decoders.Length; c++)
        {
            decoders[c].AwaitCounting();
        }
    }

    /// <summary>
    /// From the next hop on neither events nor time are counted, until <see cref="StartAfresh"/>: listen to <see cref="TailHops"/> more and then
    /// call <see cref="Finish"/>, and each event that began in the time heard is counted once, none that began outside of it.
    /// </summary>
    public override void StopCounting()
    {
        hasStopped = true;
        for (var c = 0; c < decoders.Length; c++)
        {
            decoders[c].StopCounting();
        }
    }

    /// <summary>The sound is over: events still open end here.</summary>
    public override void Finish()
    {
        for (var c = 0; c < decoders.Length; c++)
        {
            decoders[c].Finish();
        }
    }

    private void ApproachCounting()
    {
        hopsToCounting--;
        if (hopsToCounting >= contextHops + uncountedFrames)
        {
            // The frame still holds samples from before the gap.
            SkipDecoders();
            return;
        }

        Featurise();
        if (hopsToCounting >= uncountedFrames)
        {
            SkipDecoders();
        }
        else
        {
            DecodeUnlessSilent();
        }

        for (var c = 0; hopsToCounting == 0 && c < decoders.Length; c++)
        {
            decoders[c].StartCounting();
        }
    }

    private void Featurise()
    {
        frontEnd.Compute(Frame.Bytes);
        normaliser.Apply(frontEnd.Values, frontEnd.Loudness);
        quantiser.Apply(normaliser.Features, classifier.Input);
        classifier.Classify();
        silentFrames = frontEnd.IsSilent ? silentFrames + 1 : 0;
    }

    private void DecodeUnlessSilent()
    {
        if (silentFrames <= silenceFrames)
        {
            Decode();
        }
        else
        {
            silentFrames = silenceFrames + 1;
            SkipDecoders();
        }
    }

    private void Decode()
    {
        var logits = classifier.Logits;
        for (var c = 0; c < logits.Length; c++)
        {
            decoders[c].Push(logits[c]);
        }

        if (silentFrames == silenceFrames)
        {
            Finish();
        }
    }

    private void SkipDecoders()
    {
        for (var c = 0; c < decoders.Length; c++)
        {
            decoders[c].Skip();
        }
    }
}
