using System.CommandLine;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Learning.Clips;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Mixing;
using Esp32Aed.Learning.Training;
using Esp32Aed.Rates;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed train DIR --label L --out DIR</c>: from labelled recordings to a model and its card.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var command = TrainOptions.Of("train", "Train a model on labelled recordings, quantise it to int8, and write it with its card.");
        command.SetAction((parsed, stop) => Task.FromResult(Train(new Output(parsed), TrainOptions.Read(parsed), stop)));
        return command;
    }

    private static int Train(Output output, TrainRequest request, CancellationToken stop)
    {
        var settings = request.ToSettings();
        var scenes = request.Test is null ? [] : SourceTestSet.Read(request.Test, request.Labels);
        var folder = new TrainFolder(request.Out);
        folder.Make();
        var attribution = TrainFolder.ReadAttribution(request.Attribution);
        var set = DataSet.Open(request.Dir, Output.Warn, tracks: request.Tracks);
        return set.Layout != DataSetLayout.LabelTracks && request.Kind == TrainRequest.Cnn
            ? OnClips(output, set, request, attribution, stop)
            : OnEvents(output, set, request, settings, scenes, folder, attribution, stop);
    }

    private static int OnEvents(
        Output output, DataSet set, TrainRequest request, TrainingSettings settings, IReadOnlyList<SourceScene> scenes, TrainFolder folder, string attribution, CancellationToken stop)
    {
        LabelledRecordings.Require(set);
        if (request.Reference is not null)
        {
            throw new UserFaultException(FaultKind.Settings, "--reference: is for data sets with a class for each clip");
        }

        if (request.Labels.Length == 0 || request.Unknown.Length > 0)
        {
            throw new UserFaultException(
                FaultKind.Settings,
                request.Labels.Length > 0
                    ? "--unknown: is for data sets with a class for each clip"
                    : $"--label: say what to count; the labels of {request.Dir} are {string.Join(", ", LabelledRecordings.LabelsOf(set))}");
        }

        if (request.Others.Length > 0)
        {
            throw new UserFaultException(FaultKind.Settings, "--other: is for data sets with a class for each clip; here --negatives takes such sounds");
        }

        string[] negatives = [.. request.Negatives.SelectMany(SoundFolder.List)];
        var result = output.Progress(
            "training", progress => TrainingRun.Run(set, request.Labels, negatives, settings, request.Folds, request.Seed, Output.Warn, progress, stop));
        if (result.Validation is { } validated && scenes.Count > 0)
        {
            var sources = GroupTable.OfFolder(request.Dir, MixedSet.SourcesName);
            result = result with { Test = output.Progress("testing", progress => SourceTest.Run(validated.Models, scenes, sources, Output.Warn, progress, stop)) };
        }

        var command = (MixedSet.CommandOf(request.Dir) is { } mixing ? $"{mixing}\n    " : string.Empty) + request.ToCommand(settings.Network);
        var cost = CostSummary.OfForms(result.Trained.Model, stop);
        var curves = OperatingCurve.Of(result);
        folder.Write(result, curves, request, command, attribution, cost);

        TrainFigures.Show(output, result);
        output.Line(cost);
        output.Line(result.Validation is null ? $"wrote {folder.ModelPath} and its card" : $"wrote {folder.ModelPath}, its card and {ValidationFile.Name}");
        output.Result(TrainFigures.Json(result, curves, folder.ModelPath, request.Folds));
        return ExitCodes.Ok;
    }

    private static int OnClips(Output output, DataSet set, TrainRequest request, string attribution, CancellationToken stop)
    {
        if (request.Negatives.Length > 0)
        {
            throw new UserFaultException(FaultKind.Settings, "--negatives: is for labelled events; give clips of such sounds a class of their own");
        }

        if (request.FalseAlarms is not null || request.LeastBias)
        {
            throw new UserFaultException(FaultKind.Settings, "--false-alarms-per-hour and --least-bias choose thresholds by labelled events, and this set has a class for each clip");
        }

        var clips = ClipSet.Of(set, request.Labels) with { Others = [.. request.Others.SelectMany(SoundFolder.List)] };
        TrainOptions.CheckLabels(clips.Classes);
        return TrainClips.Run(
            output,
            clips,
            request,
            attribution,
            stop);
    }
}
