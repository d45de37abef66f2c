namespace Esp32Aed.Learning.Training;

/// <summary>By what the decoder's operating point is chosen.</summary>
/// <param name="FalseAlarmsPerHour">
/// Most false alarms in an hour, on recordings without events of the class (on all, if every recording has some); not a number for no limit.
/// </param>
/// <param name="ByCount">Whether the found count should be near the true one, before all else.</param>
public sealed record OperatingGoal(double FalseAlarmsPerHour, bool ByCount)
{
    /// <summary>Largest F1.</summary>
    public static OperatingGoal BestF1 { get; } = new(double.NaN, ByCount: false);

    /// <summary>Found count nearest to the true one; of equals, the largest F1.</summary>
    public static OperatingGoal LeastBias { get; } = new(double.NaN, ByCount: true);

    /// <summary>Largest F1 with no more than so many false alarms an hour.</summary>
    public static OperatingGoal AtMost(double falseAlarmsPerHour) => new(falseAlarmsPerHour, ByCount: false);

    /// <summary>What is to be made as large as possible.</summary>
    public double Score(OperatingPoint point)
    {
        if (point.FalseAlarmsPerHour > FalseAlarmsPerHour)
        {
            return FalseAlarmsPerHour - point.FalseAlarmsPerHour;
        }

        // A hundredth of the events more or less counts as no difference.
        return ByCount ? point.MeanF1 - (10 * Math.Max(0, Math.Abs(point.Bias) - 0.01)) : point.MeanF1;
    }
}

/// <summary>What a decoder's settings give on recordings.</summary>
/// <param name="On">The on threshold, logits.</param>
/// <param name="Recall">Matched events / true events, at 200 ms.</param>
/// <param name="FalseAlarmsPerHour">See <see cref="OperatingGoal"/>.</param>
/// <param name="MeanF1">Mean of the event F1 at 200 ms and at 100 ms.</param>
/// <param name="Bias">(found - true) / true events.</param>
public sealed record OperatingPoint(double On, double Recall, double FalseAlarmsPerHour, double MeanF1, double Bias);
