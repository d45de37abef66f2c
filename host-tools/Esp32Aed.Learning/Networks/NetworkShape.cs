using System.Globalization;
using Esp32Aed.Detection;

namespace Esp32Aed.Learning.Networks;

/// <summary>One hidden layer: a dense causal convolution.</summary>
/// <param name="Kernel">Taps in time.</param>
/// <param name="Dilation">Frames from one tap to the next.</param>
/// <param name="Channels">Values a frame that it gives.</param>
public sealed record LayerShape(int Kernel, int Dilation, int Channels)
{
    /// <summary>Frames it looks back at.</summary>
    public int Reach => (Kernel - 1) * Dilation;
}

/// <summary>The shape of a network: its hidden layers. After them comes a layer of one tap that gives a logit a class.</summary>
/// <param name="Hidden">The hidden layers.</param>
public sealed record NetworkShape(IReadOnlyList<LayerShape> Hidden)
{
    private const int MostInLayer = 64;

    /// <summary>Reads what <see cref="ToString"/> writes: hidden layers with a comma or space between, each taps x dilation x channels.</summary>
    /// <exception cref="FormatException">It is not that, or a number is not within 1 to 64; the message says what it should be.</exception>
    public static NetworkShape Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new NetworkShape([.. text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(ParseLayer)]) is { Hidden.Count: > 0 } shape ? shape : throw Unreadable();
    }

    /// <summary>Frames that a logit depends on.</summary>
    public int Context => 1 + Hidden.Sum(layer => layer.Reach);

    /// <summary>All layers with their inputs, the last one that gives the logits.</summary>
    public IEnumerable<(LayerShape Layer, int Inputs)> Layers(int features, int classes)
    {
        var inputs = features;
        foreach (var layer in Hidden.Append(new LayerShape(1, 1, classes)))
        {
            yield return (layer, inputs);
            inputs = layer.Channels;
        }
    }

    /// <summary>Multiply-accumulates a frame, which is also the number of weights.</summary>
    public int Weights(int features, int classes) => Layers(features, classes).Sum(part => part.Layer.Kernel * part.Inputs * part.Layer.Channels);

    /// <summary>Bytes of the network in a model file.</summary>
    public int FileBytes(int features, int classes) =>
        Weights(features, classes) + Layers(features, classes).Sum(part => 4 + (4 * part.Layer.Channels));

    /// <summary>Bytes of the past inputs that the layers keep on a board, 8 a value.</summary>
    public int StateBytes(int features, int classes) =>
        Layers(features, classes).Sum(part => 8 * (part.Layer.Reach + 1) * PackedMatrix.ColumnLength(part.Inputs));

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Hidden.Select(layer =>
        string.Create(CultureInfo.InvariantCulture, $"{layer.Kernel}x{layer.Dilation}x{layer.Channels}")));

    private static LayerShape ParseLayer(string text)
    {
        var numbers = text.Split('x').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostInLayer ? number : throw Unreadable()).ToArray();
        return numbers.Length == 3 ? new LayerShape(numbers[0], numbers[1], numbers[2]) : throw Unreadable();
    }

    private static FormatException Unreadable() => new($"each layer must be taps x dilation x channels, 1 to {MostInLayer}, with commas between, for example 3x1x12,3x2x12");
}
