using System.Text;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Cards;

/// <summary>The pictures beside a card.</summary>
public static class CardPictures
{
    /// <summary>File of the operating curve; see <see cref="OperatingCurvePicture"/>.</summary>
    public const string OperatingCurve = "operating-curve.svg";

    /// <summary>File of the learning curve; see <see cref="LearningCurvePicture"/>.</summary>
    public const string LearningCurve = "learning-curve.svg";

    /// <summary>File of the confusion matrix; see <see cref="ConfusionPicture"/>.</summary>
    public const string Confusion = "confusion.svg";

    /// <summary>Writes a model's pictures into its folder. Of those it has not, an older model's are deleted.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="operatingCurve">Text of the picture; null when there is none.</param>
    /// <param name="learningCurve">Likewise.</param>
    /// <param name="confusion">Likewise.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Output"/>: one can't be written or deleted.</exception>
    public static void Write(string folder, string? operatingCurve, string? learningCurve, string? confusion)
    {
        Put(Path.Combine(folder, OperatingCurve), operatingCurve);
        Put(Path.Combine(folder, LearningCurve), learningCurve);
        Put(Path.Combine(folder, Confusion), confusion);
    }

    private static void Put(string path, string? picture)
    {
        if (picture is not null)
        {
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(picture)));
            return;
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(
                FaultKind.Output, $"{path}: shows an older model and can't be deleted ({error.Message}); delete it", error);
        }
    }
}
