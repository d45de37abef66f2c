namespace Esp32Aed.Learning.Networks;

/// <summary>Finds the pieces of sounds without events that a network takes for events, so that the next one hears them more often.</summary>
internal static class HardNegatives
{
    /// <summary>Cuts out what lies around frames with a positive logit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="negatives">Per sound its variants; nothing in them is to be found.</param>
    /// <param name="pieceFrames">Frames of a piece.</param>
    /// <returns>Per sound that has such frames, the pieces of all its variants.</returns>
    public static IReadOnlyList<NetworkExample[]> Mine(FloatNetwork network, IReadOnlyList<NetworkExample[]> negatives, int pieceFrames)
    {
        if (negatives.Count == 0)
        {
            return [];
        }

        var pass = new NetworkPass(network, negatives.Max(variants => variants.Max(variant => variant.Frames)));
        return [.. negatives.Select(variants => variants.SelectMany(variant => Pieces(network, pass, variant, pieceFrames)).ToArray()).Where(pieces => pieces.Length > 0)];
    }

    private static IEnumerable<NetworkExample> Pieces(FloatNetwork network, NetworkPass pass, NetworkExample sound, int pieceFrames)
    {
        sound.Inputs(network, 0, sound.Frames).CopyTo(pass.Inputs);
        pass.Forward(sound.Frames);
        var stride = network.Layers[^1].OutputStride;
        for (var t = 0; t < sound.Frames; t++)
        {
            if (pass.Logits.AsSpan(t * stride, network.Classes).ContainsAnyInRange(float.Epsilon, float.MaxValue))
            {
                var from = Math.Clamp(t - (pieceFrames / 2), 0, Math.Max(0, sound.Frames - pieceFrames));
                var frames = Math.Min(pieceFrames, sound.Frames - from);
                yield return Piece(network, sound, from, frames);
                t = from + frames;
            }
        }
    }

    private static NetworkExample Piece(FloatNetwork network, NetworkExample sound, int from, int frames) =>
        new(sound.Inputs(network, from, frames).ToArray(), new float[frames * network.Classes], frames);
}
