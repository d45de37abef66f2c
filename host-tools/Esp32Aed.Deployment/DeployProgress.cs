namespace Esp32Aed.Deployment;

/// <summary>What is on the board when a deployment ends early, and how to go on.</summary>
public static class DeployProgress
{
    /// <summary>One line about a step that failed or was stopped.</summary>
    /// <param name="chosen">The steps of this deployment, in order.</param>
    /// <param name="failed">The one that did not end well.</param>
    /// <param name="command">The command, without <c>--only</c>.</param>
    public static string After(IReadOnlyList<DeployStep> chosen, DeployStep failed, string command)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        var states = Enum.GetValues<DeployStep>().Select(step => $"{Name(step)} {StateOf(step)}");
        var rest = string.Concat(chosen.Where(step => step >= failed).Select(step => $" --only {Name(step)}"));
        return $"on the board now: {string.Join(", ", states)}; {Advice(failed)}, then go on with: {command}{rest}";

        string StateOf(DeployStep step) => step == failed ? "perhaps in part" : step < failed && chosen.Contains(step) ? "new" : "as before";
    }

    /// <summary>Name of a step for <c>--only</c>.</summary>
    public static string Name(DeployStep step) => step switch
    {
        DeployStep.Firmware => "firmware",
        DeployStep.Files => "files",
        DeployStep.Network => "network",
        _ => "application",
    };

    private static string Advice(DeployStep failed) => failed is DeployStep.Firmware or DeployStep.Application
        ? "close other programs at this port, hold the board's BOOT button while nanoff connects"
        : "close other programs at this port and press the board's reset button (a sleeping sensor can't answer)";
}
