using System.Text;

namespace Esp32Aed.KernelGenerator;

/// <summary>
/// Writes the loop that windows samples n and N - n, which share a window value, and adds and subtracts them where the transform begins
/// with that. A turn of the loop takes n = 8i to 8i + 8, from 8 of its reads of two neighbours; each class of n mod 8 has arrays of its own, so
/// that no index is computed.
/// </summary>
internal static class WindowLoop
{
    /// <summary>Classes of n; the loop has N / 16 turns.</summary>
    public const int Classes = 8;

    private const int BytesPerSample = 4;

    /// <summary>Writes it.</summary>
    /// <param name="frameLength">Samples in a frame.</param>
    /// <param name="raw">Array for a class's samples, n or N - n, where they are not added; null otherwise.</param>
    /// <param name="added">Arrays for a class's sums and differences, and the sign of the differences.</param>
    public static string Write(int frameLength, Func<int, bool, string?> raw, Func<int, (string Sum, string Difference, int Sign)> added)
    {
        int shift = WindowedSamples.WindowBits - 15 - SplitRadix.Inner.Bits;
        var text = new StringBuilder();
        Line($"for (int i = 0, at = 0; i < {frameLength / Classes / 2}; i++, at += {Classes * BytesPerSample})");
        Line("{");
        for (int r = 0; r <= Classes; r++)
        {
            if (r % 2 == 0 && r < Classes)
            {
                Line($"    low = BitConverter.ToInt64(frame, {(r == 0 ? "at" : $"at + {r * BytesPerSample}")});");
            }
            else if (r < Classes)
            {
                Line($"    high = BitConverter.ToInt64(frame, {(frameLength - 1 - r) * BytesPerSample} - at);");
            }

            string a = (r % 2 == 0 ? "(low << 32 >> 48)" : "(low >> 48)");
            string b = (r % 2 == 0 ? "(high << 32 >> 48)" : "(high >> 48)");
            if (r % Classes == 0)
            {
                bool mirrored = r > 0;
                Line($"    {raw(r, mirrored)}[i] = {(mirrored ? b : a)} * w{r}[i] >> {shift};");
                continue;
            }

            Line($"    w = w{r}[i];");
            if (raw(r, false) is { } array)
            {
                Line($"    {array}[i] = {a} * w >> {shift};");
                Line($"    {raw(r, true)}[i] = {b} * w >> {shift};");
                continue;
            }

            var (sum, difference, sign) = added(r);
            Line($"    a = {a} * w >> {shift};");
            Line($"    b = {b} * w >> {shift};");
            Line($"    {sum}[i] = a + b;");
            Line($"    {difference}[i] = {(sign > 0 ? "a - b" : "b - a")};");
        }

        Line("}");
        return text.ToString();

        void Line(string line) => text.Append("        ").Append(line).Append('\n');
    }
}
