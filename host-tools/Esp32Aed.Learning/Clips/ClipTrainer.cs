using Esp32Aed.Detection;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Clips;

/// <summary>Trains a network that tells clips apart: (1) scale and centre the features, (2) train, (3) quantise, (4) train the judge of whole clips. Decoders are chosen elsewhere.</summary>
/// <param name="settings">How to train.</param>
/// <param name="labels">The classes.</param>
/// <param name="seed">Where training starts from.</param>
/// <param name="stop">Stops it.</param>
public sealed class ClipTrainer(TrainingSettings settings, IReadOnlyList<string> labels, int seed, CancellationToken stop = default)
{
    private const int LeastSteps = 300;

    private readonly IReadOnlyList<string> labels = labels;

    /// <summary>Sounds of none of the classes; where there are such, the model has one more class, the last.</summary>
    public OtherSounds Others
    {
        get;
        init => (field, labels) = (value, value.Learned.Count > 0 ? [.. labels, OtherSounds.Label] : labels);
    }

    = OtherSounds.None;

    /// <summary>Trains on clips; those whose class is not among the labels must not be given.</summary>
    /// <exception cref="UserFaultException">No network fits the budget, or the loss stopped being a number.</exception>
    public TrainedModel Train(IReadOnlyList<PreparedRecording> clips)
    {
        clips = [.. clips, .. Others.Learned];
        var network = settings.Network!;
        var model = new Model
        {
            FrontEnd = settings.ToFrontEnd(),
            FeatureScale = FeatureTrack.Scales([.. clips.Select(clip => clip.Variants[0].Features)], settings.FeatureSpread),
            LookAhead = settings.LookAhead,
            Labels = [.. labels],
        };
        var features = model.FrontEnd.FeatureCount;
        NetworkSearch.CheckShape(network, features, labels.Count);
        var shape = network.Shape ?? LargestOf(network, features);
        var examples = clips.Select(clip => clip.Variants.Select(variant => Example(model, variant, shape)).ToArray()).ToArray();
        var weights = ClipLoss.WeightsOf([.. labels.Select(label => clips.Count(clip => clip.EventsOf(label).Count > 0))]);
        var loss = new ClipLoss(weights);
        var centre = Centre([.. examples.Select(variants => variants[0])], features);
        foreach (var example in examples.SelectMany(variants => variants))
        {
            Subtract(centre, example);
        }

        var trained = new NetworkTrainer(network with { Shape = shape, Epochs = Epochs(network, clips.Count) }, features, labels.Count, seed, loss).Fit(examples, stop: stop);
        Uncentre(trained.Layers[0], centre);
        model.Network = NetworkQuantiser.Quantise(trained, [.. clips.Select(clip => Example(model, clip.Variants[0], shape))]);
        model.Context = model.Network.Context;
        var judge = JudgeTrainer.Train(model, [.. clips.Select(clip => (ClassOf(clip), clip.Variants.Select(variant => variant.Features).ToArray()))], weights, seed, stop);
        return new TrainedModel(model, trained) { Judge = judge };
    }

    private int ClassOf(PreparedRecording clip) => labels.TakeWhile(label => clip.EventsOf(label).Count == 0).Count();

    private NetworkExample Example(Model model, PreparedRecording.Variant variant, NetworkShape shape) => NetworkExample.Of(
        variant.Features, model.FeatureScale, shape.Context, [.. labels.Select(label => PreparedRecording.Targets(variant, label, settings))]);

    private NetworkShape LargestOf(NetworkSettings network, int features) => NetworkSearch.Candidates(network, features, labels.Count) is [var largest, ..]
        ? largest
        : throw new UserFaultException(
            FaultKind.Settings, $"--budget {network.Budget}: no network of {features} features and {labels.Count} classes fits it; {TrainingSettings.OfClips.Network!.Budget} is the default");

    /// <summary>Few clips make few steps a round, so they are heard more often.</summary>
    private static int Epochs(NetworkSettings network, int clips) =>
        Math.Max(network.Epochs, (int)Math.Ceiling(LeastSteps / Math.Ceiling((double)clips / network.BatchSize)));

    /// <summary>Mean of each feature. Values that are centred let a network learn from the first steps on.</summary>
    private static float[] Centre(NetworkExample[] examples, int features)
    {
        var stride = FloatLayer.Stride(features);
        var sums = new double[stride];
        foreach (var example in examples)
        {
            var lead = example.Features.Length - (example.Frames * stride);
            for (var i = lead; i < example.Features.Length; i++)
            {
                sums[i % stride] += example.Features[i];
            }
        }

        double frames = examples.Sum(example => (long)example.Frames);
        return Array.ConvertAll(sums, sum => (float)(sum / frames));
    }

    private static void Subtract(float[] centre, NetworkExample example)
    {
        for (var i = 0; i < example.Features.Length; i++)
        {
            example.Features[i] -= centre[i % centre.Length];
        }
    }

    /// <summary>Lets the first layer take features that are not centred: what the centre adds to its sums goes into the biases.</summary>
    private static void Uncentre(FloatLayer layer, float[] centre)
    {
        for (var o = 0; o < layer.OutputStride; o++)
        {
            double sum = 0;
            for (var i = 0; i < layer.Shape.Kernel * layer.Inputs; i++)
            {
                sum += layer.Weights[(i * layer.OutputStride) + o] * centre[i % layer.Inputs];
            }

            layer.Biases[o] -= (float)sum;
        }
    }
}
