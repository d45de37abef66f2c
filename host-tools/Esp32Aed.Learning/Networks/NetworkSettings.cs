namespace Esp32Aed.Learning.Networks;

/// <summary>How a network is trained.</summary>
public sealed record NetworkSettings
{
    /// <summary>Its shape; null lets it be searched within <see cref="Budget"/>.</summary>
    public NetworkShape? Shape { get; init; }

    /// <summary>Most IL operations a frame in that <see cref="Form"/>; see <see cref="NetworkCost"/>.</summary>
    public int Budget { get; init; } = 8000;

    /// <summary>The form whose operations the budget limits.</summary>
    public ClassifierForm Form { get; init; } = ClassifierForm.Packed;

    /// <summary>Most rounds; each recording is heard once a round, in a variant drawn at random.</summary>
    public int Epochs { get; init; } = 70;

    /// <summary>Frames in a crop.</summary>
    public int CropFrames { get; init; } = 128;

    /// <summary>Crops in a step.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Largest learning rate: it rises over the first twentieth of the steps and then falls to 0 as half a cosine.</summary>
    public double LearningRate { get; init; } = 0.005;

    /// <summary>What stays of the running average of the weights a step; the average is what is kept.</summary>
    public double Averaging { get; init; } = 0.99;

    /// <summary>lambda in mean cross-entropy + lambda * |weights|^2.</summary>
    public double Decay { get; init; } = 3e-4;

    /// <summary>Standard deviation of the noise that is added to each value of a feature, in units of its own spread.</summary>
    public double Noise { get; init; } = 0.3;

    /// <summary>Standard deviation of what is added to each feature over a whole crop.</summary>
    public double OffsetNoise { get; init; } = 0.3;

    /// <summary>Share of crops in which a feature, or some frames, are masked (SpecAugment, Park et al. 2019).</summary>
    public double Masks { get; init; }

    /// <summary>Share of crops that are mixed with another (mixup, Zhang et al. 2018).</summary>
    public double Mixup { get; init; }

    /// <summary>What a frame with an event counts against any other.</summary>
    public double PositiveWeight { get; init; } = 2;

    /// <summary>
    /// Whether training goes on for a fifth of the rounds, at a fifth of the learning rate, with weights and activations rounded as the int8 form
    /// has them.
    /// </summary>
    public bool FineTunes { get; init; }
}
