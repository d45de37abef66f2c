namespace Esp32Aed.Learning.Networks;

/// <summary>Adam (Kingma and Ba 2015), with beta 0.9 and 0.999, and a running average of the parameters.</summary>
internal sealed class Adam
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const float Least = 1e-8f;

    private readonly IReadOnlyList<float[]> parameters;
    private readonly float[][] first;
    private readonly float[][] second;
    private readonly float[][] average;
    private readonly double averaging;
    private int steps;

    /// <summary>Starts at the parameters as they are.</summary>
    /// <param name="parameters">Is changed by every step.</param>
    /// <param name="averaging">What stays of the running average a step, less than 1; in the first steps less stays.</param>
    public Adam(IReadOnlyList<float[]> parameters, double averaging)
    {
        this.parameters = parameters;
        this.averaging = averaging;
        first = [.. parameters.Select(p => new float[p.Length])];
        second = [.. parameters.Select(p => new float[p.Length])];
        average = [.. parameters.Select(p => (float[])p.Clone())];
    }

    /// <summary>The running average.</summary>
    public IReadOnlyList<float[]> Average => average;

    /// <summary>Takes a step down the gradient.</summary>
    public void Step(IReadOnlyList<float[]> gradients, double rate)
    {
        steps++;
        var keeps = (float)Math.Min(averaging, 1 - (1 / (1 + (steps / 5.0))));
        var size = (float)(rate / (1 - Math.Pow(FirstDecay, steps)));
        var correction = (float)(1 / (1 - Math.Pow(SecondDecay, steps)));
        for (var p = 0; p < parameters.Count; p++)
        {
            var (values, slope, m, v, mean) = (parameters[p], gradients[p], first[p], second[p], average[p]);
            for (var i = 0; i < values.Length; i++)
            {
                m[i] += (float)(1 - FirstDecay) * (slope[i] - m[i]);
                v[i] += (float)(1 - SecondDecay) * ((slope[i] * slope[i]) - v[i]);
                values[i] -= size * m[i] / (MathF.Sqrt(v[i] * correction) + Least);
                mean[i] += (1 - keeps) * (values[i] - mean[i]);
            }
        }
    }
}
