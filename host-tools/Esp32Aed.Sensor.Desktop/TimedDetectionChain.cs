using Esp32Aed.Detection;

namespace Esp32Aed.Sensor.Desktop;

/// <summary>The detection chain on a virtual board.</summary>
public sealed class TimedDetectionChain : TimedChain
{
    /// <summary>Makes the chain that a model describes.</summary>
    public TimedDetectionChain(Model model, IEventSink sink, SpectralKernel[] kernels, GeneratedClassifier[] generated)
        : this(new Esp32Aed.Detection.DetectionChain(model, sink, kernels, generated))
    {
    }

    private TimedDetectionChain(Esp32Aed.Detection.DetectionChain chain)
        : base(chain) => HasGeneratedClassifier = chain.HasGeneratedClassifier;

    /// <summary>The weights are code that was generated of this very model.</summary>
    public bool HasGeneratedClassifier { get; }
}
