using System.Globalization;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli.Commands;

/// <summary>What the user of <c>aed train</c> asked for; see <see cref="TrainOptions"/>.</summary>
internal sealed record TrainRequest
{
    /// <summary>The kind of model that is trained unless another is asked for.</summary>
    public const string Logistic = "logistic";

    /// <summary>A network.</summary>
    public const string Cnn = "cnn";

    /// <summary>The features that are taken unless others are asked for.</summary>
    public const string Mfcc = "mfcc";

    /// <summary>Log-mel values.</summary>
    public const string LogMel = "log-mel";

    /// <summary>The data set.</summary>
    public required string Dir { get; init; }

    /// <summary>Classes; none is all, of clips.</summary>
    public required string[] Labels { get; init; }

    /// <summary>Folder of the model and its card.</summary>
    public required string Out { get; init; }

    /// <summary>Folders of sounds with nothing to count.</summary>
    public required string[] Negatives { get; init; }

    /// <summary>Folder of the label tracks.</summary>
    public string? Tracks { get; init; }

    /// <summary>Folder of test soundscapes.</summary>
    public string? Test { get; init; }

    /// <summary>Kind of model.</summary>
    public required string Kind { get; init; }

    /// <summary>Features.</summary>
    public required string Features { get; init; }

    /// <summary>Hidden layers, as they were given.</summary>
    public string? Shape { get; init; }

    /// <summary>Random variants of each recording.</summary>
    public int? Variants { get; init; }

    /// <summary>Most rounds of training.</summary>
    public int? Rounds { get; init; }

    /// <summary>Most IL operations a frame; null for the default of what is trained.</summary>
    public int? Budget { get; init; }

    /// <summary>The form that the budget is for; null for the default of what is trained.</summary>
    public ClassifierForm? Form { get; init; }

    /// <summary>Most false alarms an hour.</summary>
    public double? FalseAlarms { get; init; }

    /// <summary>Whether the count's bias decides the thresholds.</summary>
    public bool LeastBias { get; init; }

    /// <summary>Folds of the cross-validation.</summary>
    public int Folds { get; init; }

    /// <summary>Seed of folds and training.</summary>
    public int Seed { get; init; }

    /// <summary>Samples in a second of the model.</summary>
    public int RateHz { get; init; }

    /// <summary>Who made the recordings.</summary>
    public FileInfo? Attribution { get; init; }

    /// <summary>A large network to compare with, of clips.</summary>
    public string? Reference { get; init; }

    /// <summary>Classes of clips to be left out, one after the other.</summary>
    public required string[] Unknown { get; init; }

    /// <summary>Folders of sounds of none of the classes.</summary>
    public required string[] Others { get; init; }

    /// <summary>Whether augmentations are chosen class by class.</summary>
    public bool ChoosesAugmentations { get; init; }

    /// <summary>How to train on labelled events.</summary>
    /// <exception cref="UserFaultException">The shape can't be read.</exception>
    public TrainingSettings ToSettings()
    {
        var shape = ParseShape();
        var ofNetwork = Features == LogMel ? TrainingSettings.OfLogMelNetwork : TrainingSettings.OfNetwork;
        var settings = Kind == Logistic
            ? new TrainingSettings { Coefficients = Features == LogMel ? 0 : new TrainingSettings().Coefficients }
            : ofNetwork with
            {
                Network = ofNetwork.Network! with { Budget = Budget ?? ofNetwork.Network.Budget, Form = Form ?? ofNetwork.Network.Form, Shape = shape, Epochs = Rounds ?? ofNetwork.Network.Epochs },
                RandomVariants = Variants ?? ofNetwork.RandomVariants,
            };
        return settings with { SampleRate = RateHz, Goal = Goal(), ChoosesAugmentations = ChoosesAugmentations };
    }

    /// <summary>How to train on clips.</summary>
    /// <exception cref="UserFaultException">The shape can't be read.</exception>
    public TrainingSettings ToClipSettings()
    {
        var ofClips = TrainingSettings.OfClips;
        var network = ofClips.Network!;
        return ofClips with
        {
            SampleRate = RateHz,
            Network = network with { Budget = Budget ?? network.Budget, Form = Form ?? network.Form, Shape = ParseShape(), Epochs = Rounds ?? network.Epochs },
            RandomVariants = Variants ?? ofClips.RandomVariants,
            ChoosesAugmentations = ChoosesAugmentations,
        };
    }

    /// <summary>The command line that asks for this again, as the card shows it.</summary>
    /// <param name="network">The network's settings in use, if one is trained.</param>
    public string ToCommand(NetworkSettings? network) =>
        $"aed train {CommandText.Path(Dir)} {string.Concat(Labels.Select(label => $"--label {CommandText.Quoted(label)} "))}--out {CommandText.Path(Out)}"
        + string.Concat(Negatives.Select(path => $" --negatives {CommandText.Path(path)}"))
        + $" --model {Kind}"
        + (network is null ? string.Empty : $" --budget {network.Budget} --form {TrainOptions.NameOf(network.Form)}")
        + $" --folds {Folds} --seed {Seed} --rate-hz {RateHz}"
        + (Features == Mfcc ? string.Empty : $" --features {Features}")
        + Given("--shape", Shape)
        + Given("--variants", Variants?.ToString(CultureInfo.InvariantCulture))
        + Given("--rounds", Rounds?.ToString(CultureInfo.InvariantCulture))
        + Given("--false-alarms-per-hour", FalseAlarms?.ToString(CultureInfo.InvariantCulture))
        + (LeastBias ? " --least-bias" : string.Empty)
        + Given("--tracks", Tracks is null ? null : CommandText.Path(Tracks))
        + Given("--test", Test is null ? null : CommandText.Path(Test))
        + string.Concat(Unknown.Select(label => $" --unknown {CommandText.Quoted(label)}"))
        + Given("--reference", Reference is null ? null : CommandText.Path(Reference))
        + string.Concat(Others.Select(path => $" --other {CommandText.Path(path)}"))
        + (ChoosesAugmentations ? " --choose-augmentations" : string.Empty)
        + Given("--attribution", Attribution is null ? null : CommandText.Path(Attribution.ToString()));

    private static string Given(string option, string? value) => value is null ? string.Empty : $" {option} {value}";

    private OperatingGoal Goal() => (FalseAlarms, LeastBias) switch
    {
        (null, false) => OperatingGoal.BestF1,
        (null, true) => OperatingGoal.LeastBias,
        ({ } most, _) => OperatingGoal.AtMost(most),
    };

    private NetworkShape? ParseShape()
    {
        try
        {
            return Shape is null ? null : NetworkShape.Parse(Shape);
        }
        catch (FormatException error)
        {
            throw new UserFaultException(FaultKind.Settings, $"--shape {Shape}: {error.Message}", error);
        }
    }
}
