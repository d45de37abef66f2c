using System.Globalization;
using System.Text;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Learning.Training;
using Esp32Aed.Rates;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli.Commands;

/// <summary>The folder that <c>aed train</c> writes: the model, its card and pictures, and its validation.</summary>
/// <param name="path">The folder.</param>
internal sealed class TrainFolder(string path)
{
    /// <summary>The card's file.</summary>
    public const string CardName = "card.md";

    /// <summary>The model's file.</summary>
    public string ModelPath => Path.Combine(path, ModelFile.Name);

    /// <summary>What the model is called: as the folder.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    /// <summary>Makes it, if it isn't there.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Output"/>: it can't be made.</exception>
    public void Make()
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Output, $"--out {path}: no folder can be made there ({error.Message}); choose another", error);
        }
    }

    /// <summary>Writes all of it.</summary>
    /// <param name="result">The training.</param>
    /// <param name="curves">Its operating curves.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="command">The command, for the card.</param>
    /// <param name="attribution">For the card.</param>
    /// <param name="cost">What the model costs.</param>
    public void Write(TrainingResult result, IReadOnlyList<OperatingCurve> curves, TrainRequest request, string command, string attribution, string cost)
    {
        AtomicFile.Write(ModelPath, stream => stream.Write(ModelWriter.ToBytes(result.Trained.Model)));
        CardPictures.Write(path, OperatingCurvePicture.Write(curves), LearningCurvePicture.Write(result.Trained.Curve), confusion: null);
        AtomicFile.Write(Path.Combine(path, CardName), stream => stream.Write(Encoding.UTF8.GetBytes(
            ModelCard.Write(result, curves, Name, command, attribution, cost, request.Folds, request.Seed))));
        WriteValidation(result);
    }

    /// <summary>The text that says who made the recordings.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: the file can't be read.</exception>
    public static string ReadAttribution(FileInfo? file)
    {
        try
        {
            return file is null
                ? "No attribution was given (`--attribution FILE`): ask whoever trained this model before you pass it on."
                : File.ReadAllText(file.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Settings, $"--attribution {file}: can't be read: {error.Message}", error);
        }
    }

    /// <summary>Recall and false alarms beside the model, for those who correct rates. Without cross-validation an older model's stay, and no longer fit.</summary>
    private void WriteValidation(TrainingResult result)
    {
        if (result.Validation is { } validation)
        {
            var checksum = result.Trained.Model.Checksum.ToString("x8", CultureInfo.InvariantCulture);
            new ValidationFile(checksum, [.. validation.Int8.Classes.Select(c => c.Validation)]).Write(Path.Combine(path, ValidationFile.Name));
        }
    }
}
