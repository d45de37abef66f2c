using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The real recordings: <c>$AED_DATA</c>, or <c>../shared/data</c> beside the repository. Tests on them are skipped where they are not.</summary>
internal static class RealData
{
    private static readonly Lazy<string> RepositoryRoot = new(FindRepository);

    /// <summary>The repository's folder.</summary>
    public static string Repository => RepositoryRoot.Value;

    /// <summary>Where the recordings are, or would be.</summary>
    public static string Root => Environment.GetEnvironmentVariable("AED_DATA") is { Length: > 0 } set
        ? set
        : Path.GetFullPath(Path.Combine(Repository, "..", "shared", "data"));

    /// <summary>The folder of the recordings, or one below it; the running test is skipped when it isn't there.</summary>
    public static string Require(params string[] below)
    {
        var folder = Path.Combine([Root, .. below]);
        if (!Directory.Exists(folder))
        {
            Assert.Skip($"no real recordings: {folder} does not exist (set AED_DATA)");
        }

        return folder;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Esp32Aed.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"Esp32Aed.sln is in no folder above {AppContext.BaseDirectory}");
    }
}
