using Microsoft.Playwright;
using Xunit;

namespace Esp32Aed.Page;

/// <summary>A page in the browser; what it says on the console is kept, and at the end there may be no error among it.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> errors = [];

    public OpenPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Keep(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Keep(isError: true, error);
    }

    /// <summary>What the tests act on.</summary>
    public IPage Page { get; }

    /// <summary>Part of an error that is expected: browsers report every answer of 400 and more.</summary>
    public string? Expected { get; set; }

    /// <summary>Keeps a picture in tests/output.</summary>
    public Task KeepPictureAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(OutputFolder(), name + ".png"), FullPage = true });

    /// <summary>A number that the page tells.</summary>
    public Task<double> NumberAsync(string script) => Page.EvaluateAsync<double>(script);

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Assert.DoesNotContain(errors, e => Expected is null || !e.Contains(Expected, StringComparison.Ordinal));
    }

    private static string OutputFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Esp32Aed.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "tests", "output", "page");
    }

    private void Keep(bool isError, string text)
    {
        if (isError)
        {
            errors.Add(text);
        }
    }
}
