namespace Esp32Aed.Rates;

/// <summary>How well one class of a model is counted, on recordings that it had not heard: counts, for a ratio of few is worth less than one of many.</summary>
/// <param name="Label">The class.</param>
/// <param name="TrueEvents">Labelled events.</param>
/// <param name="MatchedEvents">Those of them that were found.</param>
/// <param name="FalseAlarms">Events found in recordings that have none.</param>
/// <param name="FalseAlarmMinutes">Length of those recordings; 0 when there were none.</param>
public sealed record ClassValidation(string Label, int TrueEvents, int MatchedEvents, int FalseAlarms, double FalseAlarmMinutes)
{
    /// <summary>What is wrong with the figures, or null.</summary>
    public string? FindFault() =>
        TrueEvents < 0 || MatchedEvents < 0 || MatchedEvents > TrueEvents ? $"{MatchedEvents} of {TrueEvents} events can't have been matched"
        : FalseAlarms < 0 ? $"{FalseAlarms} false alarms can't be"
        : !(FalseAlarmMinutes >= 0 && double.IsFinite(FalseAlarmMinutes)) ? $"{FalseAlarmMinutes} minutes can't have been listened to"
        : FalseAlarms > 0 && FalseAlarmMinutes == 0 ? $"{FalseAlarms} false alarms in no time can't be"
        : null;
}
