using Esp32Aed.Detection;

namespace Esp32Aed.Sensor.Desktop;

/// <summary>The chain that judges clips on a virtual board.</summary>
public sealed class TimedClipChain : TimedChain
{
    /// <summary>Makes the chain that a model describes.</summary>
    public TimedClipChain(Model model, IEventSink sink, SpectralKernel[] kernels, int clipFrames)
        : base(new Esp32Aed.Detection.ClipChain(model, sink, kernels, clipFrames))
    {
    }
}
