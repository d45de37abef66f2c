using System.Globalization;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Esp32Aed.Page;

/// <summary>Sensors over time.</summary>
public sealed class ChartTests(StationInBrowser station)
{
    [Fact]
    public async Task A_month_of_minutes_is_drawn()
    {
        await using var opened = await station.OpenAsync("/#/charts/yard-1?span=month");
        var chart = opened.Page.Locator(".chart");
        await Expect(chart).ToHaveAttributeAsync("data-all-ms", new System.Text.RegularExpressions.Regex("."));

        Assert.InRange(await DataAsync(chart, "points"), SeededFleet.MonthOfMinutes - 5, SeededFleet.MonthOfMinutes);
        Assert.Equal(0, await DataAsync(chart, "gaps"));
        await opened.KeepPictureAsync("month");
        TestContext.Current.SendDiagnosticMessage(
            $"{await DataAsync(chart, "points"):F0} points drawn in {await DataAsync(chart, "all-ms")} ms (the drawing alone {await DataAsync(chart, "ms")} ms)");
    }

    [Theory]
    [InlineData("hour", 50, 61)]
    [InlineData("day", 1400, 1441)]
    [InlineData("week", 10_000, 10_081)]
    public async Task Each_span_has_its_minutes(string span, int fewest, int most)
    {
        await using var opened = await station.OpenAsync($"/#/charts/yard-1?span={span}");
        var chart = opened.Page.Locator(".chart");
        await Expect(chart).ToHaveAttributeAsync("data-all-ms", new System.Text.RegularExpressions.Regex("."));

        Assert.InRange(await DataAsync(chart, "points"), fewest, most);
        await opened.KeepPictureAsync(span);
    }

    [Fact]
    public async Task What_was_not_received_is_told_as_a_gap_and_what_was_not_listened_to_is_not()
    {
        await using var opened = await station.OpenAsync("/#/charts/barn?span=week");
        var page = opened.Page;

        await Expect(page.Locator(".numbers tbody td").Last).ToHaveTextAsync("2");
        await Expect(page.Locator(".numbers tbody tr")).ToContainTextAsync("20 %");
        await opened.KeepPictureAsync("gaps");
        var chart = (await page.Locator(".chart").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(chart.X + chart.Width - 12, chart.Y + 50);
        await Expect(page.Locator("#readout")).ToContainTextAsync("barn nothing received");
    }

    [Fact]
    public async Task Several_sensors_are_compared_and_the_address_remembers_them()
    {
        await using var opened = await station.OpenAsync("/#/charts/yard-1?span=week");
        var page = opened.Page;
        await page.GetByLabel("barn").CheckAsync();
        await page.GetByLabel("yard-2").CheckAsync();

        await Expect(page.Locator(".numbers tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Locator(".numbers tbody tr").Filter(new LocatorFilterOptions { HasText = "barn" })).ToContainTextAsync("20 %");
        await Expect(page.Locator(".bars")).ToHaveAttributeAsync("data-bars", "72");
        await opened.KeepPictureAsync("compared");
        await page.ReloadAsync();
        await Expect(page.Locator(".numbers tbody tr")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Fermentation_is_told_in_bubbles_per_minute()
    {
        await using var opened = await station.OpenAsync("/#/charts/tank-1?span=week&view=bubbles&label=bubble");

        await Expect(opened.Page.Locator(".bubbles")).ToContainTextAsync("bpm now");
        await Expect(opened.Page.Locator(".bubbles")).ToContainTextAsync("of the peak of");
        await opened.KeepPictureAsync("bubbles");
    }

    [Fact]
    public async Task The_keyboard_reads_the_chart_off()
    {
        await using var opened = await station.OpenAsync("/#/charts/yard-1?span=day");
        var page = opened.Page;
        await Expect(page.Locator(".chart")).ToHaveAttributeAsync("data-all-ms", new System.Text.RegularExpressions.Regex("."));
        await page.Locator(".chart").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowRight");

        await Expect(page.Locator("#readout")).ToContainTextAsync("yard-1");
        await Expect(page.Locator("#readout")).ToContainTextAsync("% listened");
    }

    [Fact]
    public async Task Earlier_times_can_be_seen()
    {
        await using var opened = await station.OpenAsync("/#/charts/yard-1?span=day");
        var page = opened.Page;
        await Expect(page.GetByText("Later ›")).ToBeDisabledAsync();
        var before = await page.Locator(".when").TextContentAsync();
        await page.GetByText("‹ Earlier").ClickAsync();

        await Expect(page.GetByText("Later ›")).ToBeEnabledAsync();
        Assert.NotEqual(before, await page.Locator(".when").TextContentAsync());
    }

    private static async Task<double> DataAsync(ILocator chart, string name) =>
        double.Parse(await chart.GetAttributeAsync("data-" + name) ?? "NaN", CultureInfo.InvariantCulture);
}
