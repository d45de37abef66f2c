using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli;

/// <summary>What the chain costs that a sensor runs: that of events or that of clips, as nf.config says.</summary>
internal static class SensorCost
{
    /// <summary>Measures it.</summary>
    /// <param name="settings">nf.config.</param>
    /// <param name="modelFile">Bytes of the model file.</param>
    /// <param name="model">The same model, which <see cref="Require"/> takes.</param>
    /// <param name="samples">16-bit samples at the model's rate.</param>
    /// <param name="stop">Stops between hops.</param>
    public static ChainCost Measure(SensorSettings settings, byte[] modelFile, Model model, ReadOnlySpan<short> samples, CancellationToken stop)
    {
        var variant = settings.PrefersCompactKernel ? ChainVariant.Compact : ChainVariant.Straight;
        return settings.ClipSeconds > 0
            ? ChainMeter.MeasureOfClips(modelFile, samples, variant, stop)
            : ChainMeter.Measure(modelFile, samples, variant, CarriedCode.Of(model), stop);
    }

    /// <summary>Refuses a model that can't count what nf.config says.</summary>
    /// <param name="settings">nf.config.</param>
    /// <param name="model">The model.</param>
    /// <param name="file">Name of the model file.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Model"/>: as <see cref="ClipFrames"/>.</exception>
    public static void Require(SensorSettings settings, Model model, string file)
    {
        if (settings.ClipSeconds > 0)
        {
            ClipFrames(model, settings.ClipSeconds, file);
        }
    }

    /// <summary>Frames of a clip.</summary>
    /// <param name="model">The model.</param>
    /// <param name="seconds">Length of a clip.</param>
    /// <param name="file">Name of the model file.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Model"/>: the model tells no clips apart, or not such long ones.</exception>
    public static int ClipFrames(Model model, int seconds, string file)
    {
        try
        {
            return model.FramesOfClip(seconds);
        }
        catch (ModelFormatException error)
        {
            throw new UserFaultException(FaultKind.Model, $"{file}: {error.Message}", error);
        }
    }
}
