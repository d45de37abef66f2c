using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Mixing;

/// <summary>Cut pieces of sounds.</summary>
internal static class Piece
{
    /// <summary>Fades in and out, in place, over so many samples, at most half of the piece each.</summary>
    public static double[] Faded(double[] piece, int samples)
    {
        samples = Math.Min(samples, piece.Length / 2);
        for (var i = 0; i < samples; i++)
        {
            var gain = 0.5 * (1 - PortableMath.Cos(Math.PI * (i + 0.5) / samples));
            piece[i] *= gain;
            piece[^(i + 1)] *= gain;
        }

        return piece;
    }
}
