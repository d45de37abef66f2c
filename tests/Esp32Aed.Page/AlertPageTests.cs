using System.Globalization;
using Esp32Aed.Station;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Esp32Aed.Page;

/// <summary>What rings, and the rules behind it.</summary>
public sealed class AlertPageTests(StationInBrowser station)
{
    [Fact]
    public async Task Everyone_who_may_read_sees_what_rings_and_the_login_adds_and_deletes()
    {
        await using var opened = await station.OpenAsync("/#/alerts");
        var page = opened.Page;
        var silent = page.Locator(".alerts .tile", new PageLocatorOptions { HasText = "Sensor silent" });
        await Expect(silent.Locator(".badge")).ToHaveTextAsync("ringing");
        await Expect(silent).ToContainTextAsync("barn: silent for 3 hours, rings since ");
        Assert.Equal(0, await page.Locator("form").CountAsync());

        await page.Locator("main").GetByText("Log in").ClickAsync();
        await LoginPageTests.LogInAsync(page);
        await page.Locator("summary").ClickAsync();
        await page.GetByLabel("Sensor", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("yard-1");
        await page.GetByLabel("Event").SelectOptionAsync("cough");
        await page.GetByLabel("Limit, per minute").FillAsync("250.5");
        await page.GetByLabel("Webhook").FillAsync("https://hooks.example/s3cret");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add" }).ClickAsync();

        var added = page.Locator(".alerts .tile", new PageLocatorOptions { HasText = "cough over 250.5 per minute" });
        await Expect(added).ToContainTextAsync("yard-1, the last 60 min");
        await Expect(added).ToContainTextAsync("Has not rung yet");
        await Expect(added).ToContainTextAsync("Calls https://hooks.example/s3cret");
        await Expect(added.Locator(".badge")).ToHaveTextAsync("quiet");
        Assert.Single(station.Alerts.Rules(), r => r is { Kind: AlertKind.RateOver, Device: "yard-1", Label: "cough", Limit: 250.5, Minutes: 60 });
        await opened.KeepPictureAsync("alerts");

        page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await added.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(added).ToHaveCountAsync(0);
        Assert.DoesNotContain(station.Alerts.Rules(), r => r.Limit == 250.5);
    }

    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task The_form_asks_for_what_the_kind_needs(int width, ColorScheme scheme)
    {
        await using var opened = await station.OpenAsync("/#/login?back=" + Uri.EscapeDataString("#/alerts"), width, scheme: scheme);
        var page = opened.Page;
        await LoginPageTests.LogInAsync(page);
        var kind = page.GetByLabel("Kind");
        await page.Locator("summary").ClickAsync();
        await Expect(page.GetByLabel("Event")).ToBeVisibleAsync();
        await opened.KeepPictureAsync($"alerts-dark-{width}");
        await kind.SelectOptionAsync("silent");
        await Expect(page.GetByLabel("Event")).ToBeHiddenAsync();
        await Expect(page.GetByLabel("Limit")).ToBeHiddenAsync();
        await kind.SelectOptionAsync("battery_below");
        await page.GetByLabel("Limit, V").FillAsync("3.425");
        await page.GetByLabel("Limit, V").PressAsync("Enter");

        var added = page.Locator(".alerts .tile", new PageLocatorOptions { HasText = "Battery below 3.425 V" });
        await Expect(added).ToContainTextAsync("Every sensor");
        var rule = Assert.Single(station.Alerts.Rules(), r => r.Kind == AlertKind.BatteryBelow);
        Assert.Equal((null, 3425, null), (rule.Device, rule.Limit, rule.Minutes));
        Assert.Equal(width, await opened.NumberAsync("document.documentElement.scrollWidth"));
        station.Alerts.Delete(rule.Id);
    }

    [Fact]
    public async Task What_the_station_refuses_is_told_and_the_form_keeps_its_values()
    {
        await using var opened = await station.OpenAsync("/#/login?back=" + Uri.EscapeDataString("#/alerts"));
        opened.Expected = "Failed to load resource";
        var page = opened.Page;
        await LoginPageTests.LogInAsync(page);
        await page.Locator("summary").PressAsync("Enter");
        await page.GetByLabel("Limit").FillAsync("5");
        await page.GetByLabel("Webhook").FillAsync("ftp://hooks.example/");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("webhook must be an http or https address without a user name");
        await Expect(page.GetByLabel("Limit")).ToHaveValueAsync("5");
    }

    [Fact]
    public async Task What_rings_is_told_on_the_tile_the_chart_and_in_the_navigation()
    {
        await using var opened = await station.OpenAsync();
        var page = opened.Page;
        await Expect(page.Locator(".tile[data-device='barn'] .ringing")).ToContainTextAsync("silent for 3 hours, rings since ");
        await Expect(page.Locator(".tile[data-device='yard-1'] .ringing")).ToBeHiddenAsync();
        await Expect(page.Locator("#ringing")).ToContainTextAsync(" ringing");
        await Expect(page.Locator(".summary")).ToContainTextAsync("ringing, ");
        await page.Locator(".tile[data-device='barn'] h2 a").ClickAsync();
        await Expect(page.Locator(".ringing.panel")).ToContainTextAsync("silent for 3 hours");
        await Expect(page.Locator(".numbers tbody tr")).ToHaveCountAsync(1);
        await opened.KeepPictureAsync("ringing");

        await page.GotoAsync("/#/charts/yard-1");
        await Expect(page.Locator(".numbers tbody tr")).ToContainTextAsync("yard-1");
        await Expect(page.Locator(".ringing.panel")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_rule_that_rang_before_says_when_it_last_did()
    {
        var now = DateTimeOffset.UtcNow;
        var rule = station.Alerts.Add(new AlertRule(AlertKind.RateUnder, "nobody", "cough", 0.5, 1440, null))!;
        var state = new AlertState(rule.Id, "nobody", true, now.AddDays(-3).ToUnixTimeMilliseconds(), new AlertReading(0.1, 0, 0.4));
        station.Alerts.Change(state, webhook: null, string.Empty);
        station.Alerts.Change(state with { IsRaised = false, SinceMilliseconds = now.AddDays(-2).ToUnixTimeMilliseconds() }, webhook: null, string.Empty);
        await using var opened = await station.OpenAsync("/#/alerts");

        var tile = opened.Page.Locator($"[data-alert='{rule.Id}']");
        await Expect(tile).ToContainTextAsync("cough under 0.50 per minute");
        await Expect(tile).ToContainTextAsync("nobody, the last 24 h");
        await Expect(tile).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"Last rang {now.AddDays(-3).AddHours(12 - now.Hour):d MMM}"));
        station.Alerts.Delete(rule.Id);
    }

    [Fact]
    public async Task A_station_without_alerts_says_what_they_are_for()
    {
        await using var opened = await station.OpenAsync("/#/devices");
        await opened.Page.RouteAsync("**/api/alerts", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = """{"now":"","rules":[],"states":[]}""" }));
        await opened.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Alerts" }).ClickAsync();

        await Expect(opened.Page.Locator(".summary")).ToContainTextAsync("No alerts yet.");
    }
}
