namespace Esp32Aed.Tflite;

/// <summary>A block of numbers, the last index fastest. Quantised values are held as the numbers they stand for.</summary>
/// <param name="Shape">Size of each index; none for a single number. Complex numbers have two values each and no index of their own.</param>
/// <param name="Data">The numbers.</param>
internal sealed record Values(int[] Shape, float[] Data)
{
    /// <summary>Numbers in a block of this shape.</summary>
    /// <exception cref="InvalidDataException">They are too many, or a size is negative.</exception>
    public static int Count(ReadOnlySpan<int> shape)
    {
        const int Most = 1 << 28;
        long count = 1;
        foreach (var size in shape)
        {
            count *= size;
            if (size < 0 || count > Most)
            {
                throw new InvalidDataException($"a block of {string.Join(" x ", shape.ToArray())} numbers can't be held");
            }
        }

        return (int)count;
    }

    /// <summary>The numbers as integers, as an operator's axes, shapes and places are given.</summary>
    public int[] ToInts() => Array.ConvertAll(Data, value => (int)value);

    /// <summary>The same numbers under another shape.</summary>
    /// <exception cref="InvalidDataException">They are not as many.</exception>
    public Values As(int[] shape) => Count(shape) == Count(Shape)
        ? this with { Shape = shape }
        : throw new InvalidDataException($"{Count(Shape)} numbers can't take the shape {string.Join(" x ", shape)}");

    /// <summary>An index that may count from the end.</summary>
    public int Axis(int axis) => axis >= -Shape.Length && axis < Shape.Length
        ? (axis + Shape.Length) % Shape.Length
        : throw new InvalidDataException($"there is no axis {axis} in {string.Join(" x ", Shape)}");
}
