using System.Numerics;

namespace Esp32Aed.Tflite.Operators;

/// <summary>RFFT2D over single rows, and COMPLEX_ABS.</summary>
internal static class Fourier
{
    /// <summary>The transform of each row, its bins up to half the length; shorter rows are filled up with zeros, longer ones cut.</summary>
    public static Values[] Transform(IReadOnlyList<Values?> inputs)
    {
        var values = KnownOperators.Need(inputs, 0);
        if (KnownOperators.Need(inputs, 1).ToInts() is not [1, > 1 and var length] || !BitOperations.IsPow2(length) || values.Shape is not [.., 1, > 0 and var row])
        {
            throw new NotSupportedException("a Fourier transform is over several rows, or its length is no power of two, which is not known here");
        }

        var (rows, bins) = (values.Data.Length / row, (length / 2) + 1);
        var data = new float[rows * bins * 2];
        var buffer = new Complex[length];
        for (var r = 0; r < rows; r++)
        {
            for (var i = 0; i < length; i++)
            {
                buffer[i] = i < row ? values.Data[(r * row) + i] : 0;
            }

            Transform(buffer);
            for (var k = 0; k < bins; k++)
            {
                data[((r * bins) + k) * 2] = (float)buffer[k].Real;
                data[(((r * bins) + k) * 2) + 1] = (float)buffer[k].Imaginary;
            }
        }

        return [new Values([.. values.Shape[..^1], bins], data)];
    }

    /// <summary>The magnitude of each complex number.</summary>
    public static Values[] Magnitude(IReadOnlyList<Values?> inputs)
    {
        var values = KnownOperators.Need(inputs, 0);
        var data = new float[Values.Count(values.Shape)];
        if (values.Data.Length != 2 * data.Length)
        {
            throw new InvalidDataException("magnitudes are wanted of numbers that are not complex");
        }

        for (var i = 0; i < data.Length; i++)
        {
            data[i] = MathF.Sqrt((values.Data[2 * i] * values.Data[2 * i]) + (values.Data[(2 * i) + 1] * values.Data[(2 * i) + 1]));
        }

        return [values with { Data = data }];
    }

    // Cooley and Tukey 1965: bits reversed, then butterflies in place.
    private static void Transform(Complex[] values)
    {
        var length = values.Length;
        var bits = BitOperations.Log2((uint)length);
        for (var i = 0; i < length; i++)
        {
            var j = 0;
            for (var bit = 0; bit < bits; bit++)
            {
                j |= ((i >> bit) & 1) << (bits - 1 - bit);
            }

            if (j > i)
            {
                (values[i], values[j]) = (values[j], values[i]);
            }
        }

        for (var half = 1; half < length; half *= 2)
        {
            for (var k = 0; k < half; k++)
            {
                var turn = Complex.FromPolarCoordinates(1, -Math.PI * k / half);
                for (var at = k; at < length; at += 2 * half)
                {
                    var turned = turn * values[at + half];
                    values[at + half] = values[at] - turned;
                    values[at] += turned;
                }
            }
        }
    }
}
