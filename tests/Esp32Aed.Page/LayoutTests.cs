using System.Globalization;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Esp32Aed.Page;

/// <summary>Phones, dark and light, what is sent with the page, and how large it is.</summary>
public sealed class LayoutTests(StationInBrowser station)
{
    private const int MostScriptBytes = 150_000;

    [Theory]
    [InlineData("tiles", "/", ".tile")]
    [InlineData("charts", "/#/charts/yard-1,barn?span=week", ".numbers tbody tr")]
    [InlineData("login", "/#/devices", "form")]
    [InlineData("alerts", "/#/alerts", ".alerts .tile")]
    public async Task Nothing_is_wider_than_a_phone(string name, string address, string whenThere)
    {
        await using var opened = await station.OpenAsync(address, 390, 844);
        await Expect(opened.Page.Locator(whenThere).First).ToBeVisibleAsync();

        Assert.Equal(390, await opened.NumberAsync("document.documentElement.scrollWidth"));
        await opened.KeepPictureAsync("phone-" + name);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Texts_stand_out_in_dark_and_light(ColorScheme scheme)
    {
        await using var opened = await station.OpenAsync("/#/charts/yard-1,barn,tank-1", scheme: scheme);
        await Expect(opened.Page.Locator(".numbers tbody tr").First).ToBeVisibleAsync();
        await opened.KeepPictureAsync(scheme == ColorScheme.Dark ? "charts-dark" : "charts-light");

        foreach (var (text, ground) in new[] { ("ink", "paper"), ("ink", "panel"), ("quiet", "paper"), ("quiet", "panel"), ("accent", "panel"), ("accent", "paper"), ("good", "good-paper"), ("bad", "bad-paper"), ("bad", "panel") })
        {
            Assert.True(Contrast(await ColourAsync(text), await ColourAsync(ground)) >= 4.5, $"{text} on {ground}, {scheme}");
        }

        foreach (var series in Enumerable.Range(1, 6))
        {
            Assert.True(Contrast(await ColourAsync($"series-{series}"), await ColourAsync("panel")) >= 3, $"series {series}, {scheme}");
        }

        foreach (var ground in new[] { "panel", "paper" })
        {
            Assert.True(Contrast(await ColourAsync("edge"), await ColourAsync(ground)) >= 3, $"edges of fields on {ground}, {scheme}");
        }

        Assert.Equal(scheme == ColorScheme.Dark, Luminance(await ColourAsync("paper")) < 0.2);

        async Task<string> ColourAsync(string name) => await opened.Page.EvaluateAsync<string>($"getComputedStyle(document.body).getPropertyValue('--{name}').trim()");
    }

    [Fact]
    public async Task The_tiles_are_dark_where_the_system_is()
    {
        await using var opened = await station.OpenAsync(scheme: ColorScheme.Dark);
        await Expect(opened.Page.Locator(".tile .spark[data-bars]").First).ToBeVisibleAsync();
        await opened.KeepPictureAsync("tiles-dark");
    }

    [Fact]
    public async Task Scripts_are_small_and_the_page_may_load_nothing_from_elsewhere()
    {
        await using var opened = await station.OpenAsync();
        var scripts = Station.PageFiles.All.Where(f => f.Path.EndsWith(".js", StringComparison.Ordinal)).Sum(f => f.Bytes);
        Assert.InRange(scripts, 1, MostScriptBytes);
        TestContext.Current.SendDiagnosticMessage($"scripts {scripts} bytes, all files {Station.PageFiles.All.Sum(f => f.Bytes)} bytes");

        using var client = new HttpClient { BaseAddress = station.Url };
        using var answer = await client.GetAsync("/", TestContext.Current.CancellationToken);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task Everything_that_is_acted_on_has_a_name_and_can_be_reached_by_keyboard()
    {
        await using var opened = await station.OpenAsync("/#/charts/yard-1");
        var page = opened.Page;
        await Expect(page.Locator(".numbers tbody tr")).ToHaveCountAsync(1);
        var nameless = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('a, button, input, select, canvas')].filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).map(e => e.outerHTML)");
        Assert.Empty(nameless);
        Assert.Equal("en", await page.Locator("html").GetAttributeAsync("lang"));

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();
        await Expect(page.Locator(".chart")).ToBeVisibleAsync();
    }

    private static double Contrast(string a, string b)
    {
        var (one, other) = (Luminance(a), Luminance(b));
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    /// <summary>Relative luminance of #rgb or #rrggbb, as WCAG 2 has it.</summary>
    private static double Luminance(string colour)
    {
        var digits = colour.Length == 4 ? string.Concat(colour[1..].Select(c => $"{c}{c}")) : colour[1..];
        var parts = Enumerable.Range(0, 3).Select(i => int.Parse(digits.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(c => c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
