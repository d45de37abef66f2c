namespace Esp32Aed.Detection;

/// <summary>The part of a model that tells the class of a whole clip; see <see cref="ClipJudge"/>.</summary>
public sealed class JudgeWeights
{
    /// <summary>Taken from each of the S statistics, Q10.</summary>
    public int[] Centres { get; set; }

    /// <summary>int8 units per unit of a centred Q10 statistic, Q16; one a statistic.</summary>
    public int[] Scales { get; set; }

    /// <summary>The classes, S weights each.</summary>
    public LogisticWeights[] Classes { get; set; }
}
