using Esp32Aed.NanoFramework.Subset;
using Xunit;

namespace Esp32Aed.Tests.NanoFramework;

/// <summary>The firmware as it stands: it compiles for the board and uses nothing that fails there.</summary>
public class FirmwareGateTests
{
    private static readonly string[] IntegersOnly = ["Esp32Aed.Detection", "Esp32Aed.Kernel"];

    /// <summary>Every folder of the firmware that has a project.</summary>
    public static TheoryData<string> Projects =>
        [.. Directory.GetFiles(Path.Combine(RealData.Repository, "firmware"), "*.nfproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RealData.Repository, file).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Compiles_for_the_board_and_runs_there(string project)
    {
        var assembly = Gate.Compiler.Compile(Path.Combine(RealData.Repository, project));

        Assert.True(assembly.Errors.Count == 0, string.Join('\n', assembly.Errors));
        Assert.Empty(SubsetChecker.Check(assembly.Image, integersOnly: IntegersOnly.Any(name => Path.GetFileName(project).StartsWith(name, StringComparison.Ordinal))));
    }
}
