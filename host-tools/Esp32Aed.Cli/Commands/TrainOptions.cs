using System.CommandLine;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli.Commands;

/// <summary>The options of <c>aed train</c>, and what may be said with them.</summary>
internal static class TrainOptions
{
    private static readonly Argument<string> Dir = new("DIR") { Description = "Data set with labelled events, or with a class for each clip." };
    private static readonly Option<string[]> Labels = new("--label") { Description = "What to count; may be given more than once. Of clips: the classes, all if none is given." };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for the model and its card.", Required = true };
    private static readonly Option<int> FoldCount = new("--folds") { Description = "Folds of the cross-validation; 0 leaves it out.", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Shuffles the recordings into folds.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> RateHz = new("--rate-hz") { Description = "Sample rate of the model: 8000 or 16000.", DefaultValueFactory = _ => 8000 };
    private static readonly Option<string> Kind = new("--model") { Description = "logistic, or cnn: a small network, better and dearer.", DefaultValueFactory = _ => TrainRequest.Logistic };
    private static readonly Option<string[]> Negatives = new("--negatives") { Description = "Folder of sounds with nothing to count: learned from, and mixed in as background; may be given more than once." };
    private static readonly Option<string> Features = new("--features") { Description = "mfcc, or log-mel: dearer, for sounds told apart by fine detail of their spectrum.", DefaultValueFactory = _ => TrainRequest.Mfcc };
    private static readonly Option<string?> Shape = new("--shape") { Description = "Hidden layers of the cnn, each taps x dilation x channels, for example 1x1x9,3x1x12,3x2x12; without it they are searched for." };
    private static readonly Option<int?> Variants = new("--variants") { Description = "Random variants of each recording that the cnn learns from; mixed soundscapes need few." };
    private static readonly Option<int?> Rounds = new("--rounds") { Description = "Most rounds of the cnn's training; the more recordings there are, the fewer it takes." };
    private static readonly Option<string?> Tracks = new("--tracks") { Description = "Folder of the label tracks, when they don't lie beside the sounds." };
    private static readonly Option<string?> Test = new("--test") { Description = "Soundscapes with an events.csv that names each event's source: what models say that never heard the source." };
    private static readonly Option<int?> Budget = new("--budget") { Description = $"Most IL operations a frame for the cnn; {new NetworkSettings().Budget} unless it is given, {TrainingSettings.OfClips.Network!.Budget} for clips." };
    private static readonly Option<string?> Form = new("--form") { Description = $"The form of the cnn that the budget is for: packed, or generated (aed generate), less than half as dear and replaced by a build only. Every model runs in both. {NameOf(new NetworkSettings().Form)} unless it is given, {NameOf(TrainingSettings.OfClips.Network!.Form)} for clips." };
    private static readonly Option<double?> FalseAlarms = new("--false-alarms-per-hour") { Description = "Choose thresholds for the best F1 with no more false alarms than this." };
    private static readonly Option<bool> LeastBias = new("--least-bias") { Description = "Choose thresholds for a found count near the true one, instead of the best F1." };
    private static readonly Option<FileInfo?> Attribution = new("--attribution") { Description = "Text file that says who made the recordings and under which licence; goes into the card." };
    private static readonly Option<string[]> Unknown = new("--unknown") { Description = "Of clips: measure what a model that has never heard this class makes of it; may be given more than once." };
    private static readonly Option<string?> Reference = new("--reference") { Description = "Of clips: a large network (.tflite, 16 kHz, such as YAMNet) to compare with: what a linear classifier on its features makes of the same folds." };
    private static readonly Option<string[]> Others = new("--other") { Description = "Of clips: folder of sounds of none of the classes, learned as a class that never raises an event; may be given more than once." };
    private static readonly Option<bool> ChoosesAugmentations = new("--choose-augmentations") { Description = "Choose by held-out recordings, class by class, which of the cnn's augmentations help; takes as many short trainings as there are classes times augmentations." };

    /// <summary>The command with these options.</summary>
    public static Command Of(string name, string description) => new(name, description)
    {
        Dir, Labels, Out, Negatives, Tracks, Test, Kind, Features, Shape, Variants, Rounds, Budget, Form, FalseAlarms, LeastBias, FoldCount, Seed, RateHz, Attribution, Unknown, Others, Reference, ChoosesAugmentations,
    };

    /// <summary>What was asked for.</summary>
    /// <exception cref="UserFaultException">It can't be had.</exception>
    public static TrainRequest Read(ParseResult parsed)
    {
        var request = new TrainRequest
        {
            Dir = parsed.GetRequiredValue(Dir),
            Labels = [.. (parsed.GetValue(Labels) ?? []).Distinct(StringComparer.Ordinal)],
            Out = parsed.GetRequiredValue(Out),
            Negatives = parsed.GetValue(Negatives) ?? [],
            Tracks = parsed.GetValue(Tracks),
            Test = parsed.GetValue(Test),
            Kind = parsed.GetValue(Kind)!,
            Features = parsed.GetValue(Features)!,
            Shape = parsed.GetValue(Shape),
            Variants = parsed.GetValue(Variants),
            Rounds = parsed.GetValue(Rounds),
            Budget = parsed.GetValue(Budget),
            Form = parsed.GetValue(Form) is { } form ? FormOf(form) : null,
            FalseAlarms = parsed.GetValue(FalseAlarms),
            LeastBias = parsed.GetValue(LeastBias),
            Folds = parsed.GetValue(FoldCount),
            Seed = parsed.GetValue(Seed),
            RateHz = parsed.GetValue(RateHz),
            Attribution = parsed.GetValue(Attribution),
            Reference = parsed.GetValue(Reference),
            Unknown = [.. (parsed.GetValue(Unknown) ?? []).Distinct(StringComparer.Ordinal)],
            Others = parsed.GetValue(Others) ?? [],
            ChoosesAugmentations = parsed.GetValue(ChoosesAugmentations),
        };
        Check(request);
        CheckLabels(request.Labels);
        return request;
    }

    /// <summary>A form as the option names it.</summary>
    public static string NameOf(ClassifierForm form) => form == ClassifierForm.Generated ? ClassifierCosts.Generated : ClassifierCosts.Packed;

    /// <summary>Throws when a class has a name that the board can't keep.</summary>
    public static void CheckLabels(IEnumerable<string> labels)
    {
        if (labels.FirstOrDefault(label => label.Length is 0 or > 64 || label.Any(c => char.IsControl(c) || char.IsSurrogate(c))) is { } label)
        {
            throw new UserFaultException(FaultKind.Settings, $"--label '{label}': must have 1 to 64 characters, no control characters and no emoji; the board can't keep those");
        }
    }

    private static ClassifierForm FormOf(string name) => name switch
    {
        ClassifierCosts.Packed => ClassifierForm.Packed,
        ClassifierCosts.Generated => ClassifierForm.Generated,
        _ => throw new UserFaultException(FaultKind.Settings, $"--form {name}: must be {ClassifierCosts.Packed} or {ClassifierCosts.Generated}"),
    };

    private static void Check(TrainRequest request)
    {
        Require(request.Features is TrainRequest.Mfcc or TrainRequest.LogMel, $"--features {request.Features}: must be {TrainRequest.Mfcc} or {TrainRequest.LogMel}");
        Require(request.Variants is not (< 0 or > 100), $"--variants {request.Variants}: must be 0 to 100");
        Require(request.Rounds is not (< 1 or > 1000), $"--rounds {request.Rounds}: must be 1 to 1000");
        Require(request.Kind is TrainRequest.Logistic or TrainRequest.Cnn, $"--model {request.Kind}: must be {TrainRequest.Logistic} or {TrainRequest.Cnn}");
        Require(request.Form is null || request.Kind == TrainRequest.Cnn, $"--form {NameOf(request.Form ?? default)}: is for --model {TrainRequest.Cnn}");
        Require(!request.ChoosesAugmentations || request.Kind == TrainRequest.Cnn, $"--choose-augmentations: is for --model {TrainRequest.Cnn}");
        Require(request.FalseAlarms is null || !request.LeastBias, $"--false-alarms-per-hour and --least-bias ask for different thresholds; give one of them");
        Require(request.FalseAlarms is not { } most || (double.IsFinite(most) && most >= 0), $"--false-alarms-per-hour {request.FalseAlarms}: must be 0 or more");
        Require(request.Folds is 0 or (>= 2 and <= 20), $"--folds {request.Folds}: must be 0 or 2 to 20");
        Require(request.RateHz is 8000 or 16000, $"--rate-hz {request.RateHz}: must be 8000 or 16000");
        Require(request.Reference is null || request.Folds > 0, $"--reference: is tried on the clips of the folds, and --folds 0 makes none");
        Require(request.Test is null || request.Folds > 0, $"--test: tests the models of the folds, and --folds 0 makes none");
    }

    private static void Require(bool holds, FormattableString fault)
    {
        if (!holds)
        {
            throw new UserFaultException(FaultKind.Settings, FormattableString.Invariant(fault));
        }
    }
}
