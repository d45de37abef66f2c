using System.Net.Http.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Esp32Aed.Page;

/// <summary>The first view: a tile for each sensor.</summary>
public sealed class TileTests(StationInBrowser station)
{
    [Fact]
    public async Task Every_sensor_has_a_tile_with_its_numbers()
    {
        await using var opened = await station.OpenAsync();
        var page = opened.Page;
        var yard = Tile(page, "yard-1");

        await Expect(Tile(page, "barn").Locator(".badge")).ToHaveTextAsync("late");
        await Expect(Tile(page, "barn").Locator(".seen")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("seen 3 h ago, posts every"));
        await Expect(Tile(page, "tank-1").Locator(".badge")).ToHaveTextAsync("on time");
        await Expect(yard.Locator("tbody tr", new LocatorLocatorOptions { HasText = "cough" }).Locator("td").Last).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\d.* \(\d.* to \d.*\)$"));
        await Expect(yard.Locator(".facts")).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"V, \d+ days left"));
        await Expect(yard.Locator(".facts")).ToContainTextAsync("dBm, fair");
        await Expect(yard.Locator(".facts")).ToContainTextAsync("61 %");
        await Expect(yard.Locator(".spark")).ToHaveAttributeAsync("data-bars", "24");
        await Expect(Tile(page, "yard-2").Locator(".facts")).ToContainTextAsync("3.65 V");
        await Expect(Tile(page, "yard-2").Locator(".facts")).Not.ToContainTextAsync("left");
        await opened.KeepPictureAsync("tiles");
        TestContext.Current.SendDiagnosticMessage(
            $"first paint {await opened.NumberAsync("performance.getEntriesByName('first-contentful-paint')[0].startTime"):F0} ms, "
            + $"tiles {await opened.NumberAsync("performance.getEntriesByName('tiles')[0].startTime"):F0} ms");
    }

    [Fact]
    public async Task A_new_record_changes_its_tile_without_a_reload()
    {
        await using var opened = await station.OpenAsync();
        var page = opened.Page;
        await page.EvaluateAsync("window.isSame = true");
        await Expect(page.Locator("#live")).ToHaveTextAsync("live");
        await Expect(Tile(page, "tank-1")).ToBeVisibleAsync();
        using var client = new HttpClient { BaseAddress = station.Url };
        var record = new
        {
            device = "tank-1",
            boot = 2,
            sequence = 0,
            start = DateTimeOffset.UtcNow,
            length_s = 60,
            listened_s = 60,
            counts = new Dictionary<string, int>(StringComparer.Ordinal) { ["a new sound"] = 123_456 },
            model_checksum = "1a2b3c4d",
        };
        using var answer = await client.PostAsJsonAsync("/counts", record, TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        await Expect(Tile(page, "tank-1").Locator("tbody")).ToContainTextAsync("a new sound123,456");
        await Expect(Tile(page, "tank-1").Locator(".seen")).ToContainTextAsync("seen ");
        Assert.True(await page.EvaluateAsync<bool>("window.isSame"));
    }

    [Fact]
    public async Task A_station_that_does_not_answer_is_told_and_then_forgotten()
    {
        await using var opened = await station.OpenAsync("/#/devices");
        opened.Expected = "Failed to load resource";
        await opened.Page.RouteAsync("**/api/devices*", route => route.AbortAsync());
        await opened.Page.GetByText("Sensors", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("the station does not answer");

        await opened.Page.UnrouteAsync("**/api/devices*");
        await opened.Page.GetByText("Devices", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await opened.Page.GetByText("Sensors", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Expect(Tile(opened.Page, "yard-1")).ToBeVisibleAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_station_without_sensors_says_what_to_do()
    {
        await using var opened = await station.OpenAsync("/#/alerts");
        var page = opened.Page;
        await page.RouteAsync("**/api/devices*", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = """{"now":"2026-01-01T00:00:00Z","devices":[]}""" }));
        await page.GetByText("Sensors", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Expect(page.Locator(".summary")).ToContainTextAsync("No sensor has posted yet.");
        await opened.KeepPictureAsync("empty-tiles");
        await page.GetByText("Charts", new PageGetByTextOptions { Exact = true }).ClickAsync();

        await Expect(page.Locator(".summary")).ToContainTextAsync("No sensor has posted yet.");
        await opened.KeepPictureAsync("empty-charts");
    }

    [Fact]
    public async Task A_view_that_comes_late_does_not_take_the_place_of_the_one_asked_for_since()
    {
        await using var opened = await station.OpenAsync();
        var page = opened.Page;
        var (isAsked, mayCome) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/alerts.js*", async route =>
        {
            isAsked.TrySetResult();
            await mayCome.Task;
            await route.ContinueAsync();
        });
        await page.Locator("nav a[href='#/alerts']").ClickAsync();
        await isAsked.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await page.Locator("nav a[href='#/']").ClickAsync();
        await Expect(page.Locator("nav a[aria-current=page]")).ToHaveTextAsync("Sensors");
        var came = page.WaitForResponseAsync("**/alerts.js*");
        mayCome.SetResult();
        await came;
        await page.EvaluateAsync("() => import('/page/alerts.js')");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sensors");
        await Expect(Tile(page, "kitchen")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Markup_in_a_label_is_text()
    {
        await using var opened = await station.OpenAsync();
        var page = opened.Page;

        await Expect(Tile(page, "kitchen").Locator("tbody")).ToContainTextAsync(SeededFleet.HostileLabel);
        await page.GotoAsync("/#/charts/kitchen");
        await Expect(page.Locator("option", new PageLocatorOptions { HasText = SeededFleet.HostileLabel })).ToHaveCountAsync(1);
        await page.Locator("select").SelectOptionAsync(SeededFleet.HostileLabel);
        await Expect(page.Locator("figure h2").First).ToHaveTextAsync(SeededFleet.HostileLabel + " per minute of listening");
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.Equal("Station", await page.TitleAsync());
    }

    private static ILocator Tile(IPage page, string device) => page.Locator($".tile[data-device='{device}']");
}
