namespace Esp32Aed.Detection;

/// <summary>Tells the class of a whole clip: a logit for each class, linear in the clip's <see cref="ClipStatistics"/>, which are scaled to int8.</summary>
public sealed class ClipJudge
{
    private readonly JudgeWeights weights;
    private readonly ClipStatistics statistics;
    private readonly FeatureQuantiser quantiser;
    private readonly int[] centred;
    private readonly long[] quantised;

    /// <summary>Makes the judge of a model that has one; it has heard nothing.</summary>
    public ClipJudge(Model model)
    {
        weights = model.Judge;
        statistics = new ClipStatistics(model.FrontEnd);
        quantiser = new FeatureQuantiser(weights.Scales);
        centred = new int[weights.Centres.Length];
        quantised = new long[centred.Length];
        Logits = new int[weights.Classes.Length];
    }

    /// <summary>The last clip's logits, Q8; one a class. Its class is that of the largest.</summary>
    public int[] Logits { get; }

    /// <summary>Takes a frame.</summary>
    /// <param name="input">F features in int8 units.</param>
    /// <param name="loudness">Loudest band less its recent peak, Q10.</param>
    public void Hear(long[] input, int loudness) => statistics.Hear(input, loudness);

    /// <summary>What was heard of the clip is forgotten; the next frame begins another.</summary>
    public void Forget() => statistics.Forget();

    /// <summary>The clip is over: computes <see cref="Logits"/>. The next frame begins another clip.</summary>
    public void Judge()
    {
        statistics.Conclude();
        for (var i = 0; i < centred.Length; i++)
        {
            centred[i] = statistics.Values[i] - weights.Centres[i];
        }

        quantiser.Apply(centred, quantised);
        for (var c = 0; c < Logits.Length; c++)
        {
            var ofClass = weights.Classes[c];
            var row = ofClass.Weights;
            long sum = ofClass.Bias;
            for (var i = 0; i < row.Length; i++)
            {
                sum += row[i] * quantised[i];
            }

            Logits[c] = (int)((sum * ofClass.Scale) >> 16);
        }
    }
}
