using System.Net;
using Esp32Aed.Page;
using Esp32Aed.Station;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(StationInBrowser))]

namespace Esp32Aed.Page;

/// <summary>A station with five sensors, and Chromium to look at it; without Chromium every test is skipped.</summary>
public sealed class StationInBrowser : IAsyncLifetime
{
    public const string Password = "a long password";

    private const string LockedName = "station.test";
    private const float PatienceMilliseconds = 60_000;

    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe"];

    private static readonly string[] Flags =
        [$"--host-resolver-rules=MAP {LockedName} 127.0.0.1", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-page-");
    private SqliteStore? store;
    private StationServer? station;
    private StationServer? locked;
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Where the station is.</summary>
    public Uri Url => station!.Url;

    /// <summary>
    /// Where the same records are read after a login only. It is reached by a name, as from another computer: browsers then tell less of where a
    /// request comes from than they tell this computer.
    /// </summary>
    public Uri LockedUrl => new UriBuilder(locked!.Url) { Host = LockedName }.Uri;

    /// <summary>The station's rules and states.</summary>
    internal AlertStore Alerts => new(store!);

    /// <summary>The station's devices.</summary>
    public IReadOnlyList<Device> Devices => store!.Devices();

    public async ValueTask InitializeAsync()
    {
        if (Chromium() is not { } chromium)
        {
            return;
        }

        store = new SqliteStore(Path.Combine(folder.FullName, "station.db"));
        station = await StationServer.StartAsync(
            store, new StationOptions { Http = new IPEndPoint(IPAddress.Loopback, 0), IsOpen = true });
        locked = await StationServer.StartAsync(store, new StationOptions { Http = new IPEndPoint(IPAddress.Loopback, 0), Names = [LockedName], NeedsLoginToRead = true });
        new AdminStore(store).SetPassword(Password);
        SeededFleet.Store(store, DateTimeOffset.UtcNow);
        SeededFleet.Silence(Alerts, DateTimeOffset.UtcNow);
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Flags });
    }

    public async ValueTask DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        await (locked?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (station?.DisposeAsync() ?? ValueTask.CompletedTask);
        store?.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Opens a place of the page in a browser without cookies.</summary>
    /// <param name="address">Such as <c>/#/charts/yard-1</c>.</param>
    /// <param name="width">CSS pixels.</param>
    /// <param name="height">CSS pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="isLocked">Of the station that is read after a login only.</param>
    public async Task<OpenPage> OpenAsync(string address = "/", int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, bool isLocked = false)
    {
        Assert.SkipWhen(browser is null, $"no Chromium: install it (./test.sh does), or name one in AED_CHROMIUM; looked for {string.Join(", ", Places)}");
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = (isLocked ? LockedUrl : Url).ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            HasTouch = width < 500,
            TimezoneId = NoonZone(),
            IsMobile = width < 500,
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        var opened = new OpenPage(await context.NewPageAsync());
        await opened.Page.GotoAsync(address);
        return opened;
    }

    /// <summary>A time zone in which it is noon or soon after: what is told of today must not hang on when the tests run.</summary>
    private static string NoonZone()
    {
        var west = DateTime.UtcNow.Hour - 12;
        return west == 0 ? "Etc/GMT" : $"Etc/GMT{west:+0;-0}";
    }

    private static string? Chromium() =>
        Environment.GetEnvironmentVariable("AED_CHROMIUM") is { Length: > 0 } named ? named : Places.FirstOrDefault(File.Exists);
}
