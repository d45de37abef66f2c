using System.Runtime.Intrinsics;

namespace Esp32Aed.Learning.Training;

/// <summary>
/// Sums of products in an order that does not depend on the processor: eight lanes, no fused multiply-add. A training gives the same
/// weights on every machine.
/// </summary>
internal static class FixedOrder
{
    /// <summary>Sum of a[i] * b[i]; b is at least as long as a.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var lanes = Vector256<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            lanes += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
        }

        var sum = 0f;
        for (var lane = 0; lane < Vector256<float>.Count; lane++)
        {
            sum += lanes[lane];
        }

        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>to[i] += a[i] * factor; both are equally long.</summary>
    public static void AddScaled(ReadOnlySpan<float> a, float factor, Span<float> to)
    {
        var factors = Vector256.Create(factor);
        var i = 0;
        for (; i <= a.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            (Vector256.Create((ReadOnlySpan<float>)to[i..]) + (Vector256.Create(a[i..]) * factors)).CopyTo(to[i..]);
        }

        for (; i < a.Length; i++)
        {
            to[i] += a[i] * factor;
        }
    }
}
