using Esp32Aed.Detection;
using Esp32Aed.Kernels;

namespace Esp32Aed.Cost.Chain;

/// <summary>
/// Drives a chain as the sensor does. Its copy beside <see cref="Counting.CountedAssemblies"/> drives the counted chain, so only types of
/// the runtime cross its border.
/// </summary>
public static class ChainDriver
{
    /// <summary>Makes a chain that was not yet given any sound.</summary>
    /// <param name="modelFile">Bytes of the model file.</param>
    /// <param name="variant">Name of the <see cref="ChainVariant"/>.</param>
    /// <param name="generated">Type of the <see cref="GeneratedClassifier"/> of the model; null: packed.</param>
    /// <returns>
    /// The objects that live as long as the sensor: [0] the chain with its model and its frame, [1] stereo bytes of one hop as the I2S driver
    /// delivers them (its sound is to be put there); and [2] an <see cref="Action"/> that does as the driver and takes in the hop. Its copying isn't counted: the driver's isn't.
    /// </returns>
    public static object[] Make(byte[] modelFile, string variant, Type? generated)
    {
        var model = Model.Parse(modelFile);
        var chain = new DetectionChain(model, null, Kernels(variant), generated is null ? null : [(GeneratedClassifier)Activator.CreateInstance(generated)!]);
        var bytes = new byte[model.HopLength * StereoBytes.BytesPerFrame];
        return [chain, bytes, new Action(Accept)];

        void Accept()
        {
            bytes.CopyTo(chain.Frame.Bytes, chain.Frame.MakeRoom(0));
            chain.AcceptFrame();
        }
    }

    /// <summary>The same of a chain that judges whole clips; besides, [3] an <see cref="Action"/> that ends the clip.</summary>
    /// <param name="modelFile">Bytes of the model file, of a model with a judge.</param>
    /// <param name="variant">Name of the <see cref="ChainVariant"/>.</param>
    public static object[] MakeForClips(byte[] modelFile, string variant)
    {
        var model = Model.Parse(modelFile);
        var chain = new ClipChain(model, null, Kernels(variant), ClipStatistics.MostFrames);
        var bytes = new byte[model.HopLength * StereoBytes.BytesPerFrame];
        return [chain, bytes, new Action(Accept), new Action(chain.Judge)];

        void Accept()
        {
            bytes.CopyTo(chain.Frame.Bytes, chain.Frame.MakeRoom(0));
            chain.AcceptFrame();
        }
    }

    private static SpectralKernel[]? Kernels(string variant) => Enum.Parse<ChainVariant>(variant) switch
    {
        ChainVariant.Straight => [new Kernel8k(), new Kernel16k()],
        ChainVariant.Compact => [new Kernel8kCompact(), new Kernel16k()],
        _ => null,
    };
}
