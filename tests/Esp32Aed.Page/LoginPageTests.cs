using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Esp32Aed.Page;

/// <summary>The way to the login and back, where reading needs it.</summary>
public sealed class LoginPageTests(StationInBrowser station)
{
    [Fact]
    public async Task Whoever_is_not_logged_in_gets_to_the_login_and_back_to_the_view()
    {
        await using var opened = await station.OpenAsync("/#/charts/yard-1?span=week", isLocked: true);
        var page = opened.Page;
        await Expect(page.GetByLabel("Password")).ToBeFocusedAsync();
        await Expect(page.Locator("#live")).ToBeHiddenAsync();
        await opened.KeepPictureAsync("login");
        await page.Keyboard.TypeAsync(StationInBrowser.Password);
        var login = await page.RunAndWaitForRequestAsync(() => page.Keyboard.PressAsync("Enter"), "**/api/login");
        var headers = await login.AllHeadersAsync();
        Assert.False(headers.ContainsKey("sec-fetch-site"), "a browser that tells it does not show that the origin alone will do");
        Assert.Equal(station.LockedUrl.GetLeftPart(UriPartial.Authority), headers["origin"]);

        await Expect(page.Locator(".numbers tbody tr")).ToContainTextAsync("yard-1");
        await Expect(page.GetByLabel("week")).ToBeCheckedAsync();
        await Expect(page.Locator("#live")).ToHaveTextAsync("live");
        await page.ReloadAsync();
        await Expect(page.Locator(".numbers tbody tr")).ToContainTextAsync("yard-1");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log out" }).ClickAsync();
        await Expect(page.GetByLabel("Password")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator(".numbers").CountAsync());
    }

    [Fact]
    public async Task A_browser_that_asks_the_API_is_led_back_to_the_answer()
    {
        await using var opened = await station.OpenAsync("/metrics?devices=no", isLocked: true);
        await LogInAsync(opened.Page);
        await opened.Page.WaitForURLAsync(new Uri(station.LockedUrl, "/metrics?devices=no").ToString());

        await Expect(opened.Page.Locator("body")).ToContainTextAsync("aed_station_store_up 1");
    }

    [Fact]
    public async Task A_download_begins_after_the_login()
    {
        await using var opened = await station.OpenAsync("/api/export?format=csv&device=yard-2", isLocked: true);
        var download = await opened.Page.RunAndWaitForDownloadAsync(() => LogInAsync(opened.Page));

        Assert.Equal("aed.csv", download.SuggestedFilename);
        await Expect(opened.Page.Locator("main")).ToContainTextAsync("You are logged in.");
    }

    [Fact]
    public async Task A_session_that_ends_leads_to_the_login_and_back()
    {
        await using var opened = await station.OpenAsync(isLocked: true);
        opened.Expected = "Failed to load resource";
        var page = opened.Page;
        await LogInAsync(page);
        await Expect(page.Locator(".tile").First).ToBeVisibleAsync();
        await page.Context.ClearCookiesAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Charts" }).ClickAsync();
        await LogInAsync(page);

        await Expect(page.Locator(".numbers tbody tr")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("\\\\evil.example/")]
    [InlineData(" https://evil.example/")]
    [InlineData("https:evil.example")]
    [InlineData("http://127.0.0.1.evil.example/")]
    [InlineData("http://127.0.0.1@evil.example/")]
    [InlineData("javascript:document.title='hit'")]
    [InlineData("java\nscript:document.title='hit'")]
    [InlineData("data:text/html,hit")]
    [InlineData("blob:ORIGIN/1")]
    [InlineData("#/login?back=#/login")]
    [InlineData("")]
    public async Task The_way_back_never_leads_elsewhere(string back)
    {
        await using var opened = await station.OpenAsync("/#/login", isLocked: true);
        await Expect(opened.Page.GetByLabel("Password")).ToBeVisibleAsync();
        var way = await opened.Page.EvaluateAsync<string>(
            "async text => (await import('/page/login.js')).wayBack(text.replace('ORIGIN', location.origin))", back);

        Assert.Equal("#/", way);
    }

    [Theory]
    [InlineData("#/charts/yard-1?span=week", "#/charts/yard-1?span=week")]
    [InlineData("/api/export?format=csv", "ORIGIN/api/export?format=csv")]
    [InlineData("/.//evil.example/", "ORIGIN//evil.example/")]
    public async Task The_way_back_is_a_view_or_a_path_of_this_station(string back, string way)
    {
        await using var opened = await station.OpenAsync("/#/login", isLocked: true);
        await Expect(opened.Page.GetByLabel("Password")).ToBeVisibleAsync();

        Assert.Equal(
            way,
            await opened.Page.EvaluateAsync<string>("async text => (await import('/page/login.js')).wayBack(text).replace(location.origin, 'ORIGIN')", back));
    }

    [Fact]
    public async Task A_link_that_names_another_site_ends_at_the_sensors()
    {
        await using var opened = await station.OpenAsync("/#/login?back=" + Uri.EscapeDataString("//evil.example/"), isLocked: true);
        await LogInAsync(opened.Page);

        await Expect(opened.Page.Locator(".tile").First).ToBeVisibleAsync();
        Assert.Equal(new Uri(station.LockedUrl, "/#/").ToString(), opened.Page.Url);
    }

    internal static async Task LogInAsync(IPage page)
    {
        await page.GetByLabel("Password").FillAsync(StationInBrowser.Password);
        await page.Keyboard.PressAsync("Enter");
    }
}
