namespace Esp32Aed.Sound;

/// <summary>Something wrong with a label file, a list or a sound of a data set.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, counted from 1; <see langword="null"/> when it concerns the whole file.</param>
/// <param name="Problem">What is wrong, and what was done about it or has to be done.</param>
/// <param name="IsError">Whether the file can't be used until it is mended.</param>
public sealed record LabelProblem(string File, int? Line, string Problem, bool IsError = false)
{
    /// <summary><c>file:line: what</c>.</summary>
    public override string ToString() => Line is { } line ? $"{File}:{line}: {Problem}" : $"{File}: {Problem}";
}
