namespace Esp32Aed.Learning.Networks;

/// <summary>Augmentation of a crop's features: noise, an offset of each feature, masks.</summary>
internal sealed class CropNoise
{
    private const int TableSize = 1 << 16;
    private const int MostMaskedFrames = 8;

    private readonly NetworkSettings settings;
    private readonly Random random;
    private readonly float[] normal = new float[TableSize];

    public CropNoise(NetworkSettings settings, Random random)
    {
        (this.settings, this.random) = (settings, random);
        for (var i = 0; i < TableSize; i++)
        {
            // Box and Muller 1958.
            normal[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }

    /// <summary>Changes the features in place.</summary>
    /// <param name="inputs">[frame][feature, padded].</param>
    /// <param name="features">Number of features.</param>
    /// <param name="stride">Features with padding.</param>
    public void Apply(Span<float> inputs, int features, int stride)
    {
        var frames = inputs.Length / stride;
        for (var f = 0; f < features; f++)
        {
            var offset = (float)settings.OffsetNoise * normal[random.Next(TableSize)];
            var at = random.Next(TableSize);
            for (var t = 0; t < frames; t++)
            {
                inputs[(t * stride) + f] += offset + ((float)settings.Noise * normal[(at + t) % TableSize]);
            }
        }

        if (random.NextDouble() < settings.Masks)
        {
            Mask(inputs, frames, features, stride);
        }
    }

    private void Mask(Span<float> inputs, int frames, int features, int stride)
    {
        var feature = random.Next(features);
        var from = random.Next(frames);
        var until = Math.Min(frames, from + random.Next(MostMaskedFrames));
        for (var t = 0; t < frames; t++)
        {
            inputs[(t * stride) + feature] = 0;
            if (t >= from && t < until)
            {
                inputs.Slice(t * stride, features).Clear();
            }
        }
    }
}
