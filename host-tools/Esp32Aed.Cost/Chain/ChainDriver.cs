using Esp32Aed.Detection;

namespace Esp32Aed.Cost.Chain;

/// <summary>
/// Drives a chain as the sensor does. Its copy beside <see cref="Counting.CountedAssemblies"/> drives the counted chain, so only types of
/// the runtime cross its border.
/// </summary>
public static class ChainDriver
{
    /// <summary>Makes a chain that was not yet given any sound.</summary>
    /// <param name="modelFile">Bytes of the model file.</param>
    /// <param name="variant">Name of the <see cref="ChainVariant"/>. There is one chain so far, so both are the same.</param>
    /// <returns>
    /// The objects that live as long as the sensor: [0] the chain with its model, [1] the byte buffer for one hop as the I2S driver fills it
    /// (its sound is to be put there), [2] the buffer for the hop's samples; and [3] an <see cref="Action"/> that takes in the hop.
    /// </returns>
    public static object[] Make(byte[] modelFile, string variant)
    {
        _ = Enum.Parse<ChainVariant>(variant);
        var model = Model.Parse(modelFile);
        var chain = new DetectionChain(model, null);
        var hop = new short[model.HopLength];
        var bytes = new byte[model.HopLength * StereoBytes.BytesPerFrame];
        return [chain, bytes, hop, new Action(Accept)];

        void Accept()
        {
            StereoBytes.ToSamples(bytes, 0, 0, hop, 0, hop.Length);
            chain.Accept(hop, 0);
        }
    }
}
