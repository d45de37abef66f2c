using Esp32Aed.Rates;

namespace Esp32Aed.Learning.Evaluation;

/// <summary>How well one class is detected and counted, over all recordings of an evaluation.</summary>
/// <param name="Label">The class.</param>
/// <param name="EventF1At200Ms">
/// F1 of one-to-one matched events, onset collar 200 ms, offsets free. sed_eval: class-wise <c>f_measure</c> of
/// <c>EventBasedMetrics(evaluate_onset=True, evaluate_offset=False, t_collar=0.2, event_matching_type='optimal')</c>. NaN when
/// nothing was found or nothing is true.
/// </param>
/// <param name="EventF1At100Ms">The same with <c>t_collar=0.1</c>.</param>
/// <param name="Precision">Matched events at 200 ms / found events. sed_eval: <c>precision</c>; NaN when nothing was found.</param>
/// <param name="Recall">Matched events at 200 ms / true events. sed_eval: <c>recall</c>; NaN when nothing is true.</param>
/// <param name="SegmentF1">
/// F1 of active seconds. sed_eval: class-wise <c>f_measure</c> of <c>SegmentBasedMetrics(time_resolution=1.0)</c>, evaluated over
/// the length of each recording.
/// </param>
/// <param name="TrueCount">Labelled events. sed_eval: <c>Nref</c>.</param>
/// <param name="FoundCount">Detected events. sed_eval: <c>Nsys</c>.</param>
/// <param name="CountMaePerFile">Mean over recordings of |found - true|, in events. Not in sed_eval.</param>
/// <param name="FalsePositivesPerMinute">
/// Detections per minute on the recordings that have no event of this class; NaN when there are none. Not in sed_eval.
/// </param>
/// <param name="Rate">Found events per minute with the 95 % interval of <see cref="EventRate.FromStretches"/>; NaN without recordings. Not in sed_eval.</param>
/// <param name="RateWithin10Percent">
/// Share, of the recordings that have events, of those in which the found count is within 10 % of the true one, and so the rate too; NaN
/// when there are none. Not in sed_eval.
/// </param>
/// <param name="BeatRecordings">Recordings that have events, and in which <see cref="BeatRate"/> finds a beat.</param>
/// <param name="BeatWithin10Percent">Share of those in which that beat is within 10 % of the true count / length. Not in sed_eval.</param>
/// <param name="Validation">The counts from which recall and false alarms follow.</param>
public sealed record ClassReport(
    string Label,
    double EventF1At200Ms,
    double EventF1At100Ms,
    double Precision,
    double Recall,
    double SegmentF1,
    int TrueCount,
    int FoundCount,
    double CountMaePerFile,
    double FalsePositivesPerMinute,
    RateEstimate Rate,
    double RateWithin10Percent,
    int BeatRecordings,
    double BeatWithin10Percent,
    ClassValidation Validation);
