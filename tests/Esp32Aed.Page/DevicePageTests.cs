using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Esp32Aed.Page;

/// <summary>The page behind the login.</summary>
public sealed class DevicePageTests(StationInBrowser station)
{
    [Fact]
    public async Task Devices_are_changed_after_the_login_only()
    {
        await using var opened = await station.OpenAsync("/#/devices");
        opened.Expected = "Failed to load resource";
        var page = opened.Page;
        await page.GetByLabel("Password").FillAsync("a wrong password");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("the password is wrong");

        await page.GetByLabel("Password").FillAsync(StationInBrowser.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Name of a new device").FillAsync("<b>yard</b>");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("a device's name must be");

        await page.GetByLabel("Name of a new device").FillAsync("shed");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".secrets pre")).ToContainTextAsync("http.token = ");
        await Expect(page.Locator(".secrets pre")).ToContainTextAsync("care.key = ");
        Assert.NotNull(Assert.Single(station.Devices, d => d.Name == "shed").TokenHash);
        await opened.KeepPictureAsync("devices");

        page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await page.Locator("tr", new PageLocatorOptions { HasText = "shed" }).GetByText("Revoke").ClickAsync();
        await Expect(page.Locator("tr", new PageLocatorOptions { HasText = "shed" })).ToContainTextAsync("revoked");
        await Expect(page.Locator(".secrets")).ToBeHiddenAsync();
        Assert.True(Assert.Single(station.Devices, d => d.Name == "shed").IsRevoked);

        await page.ReloadAsync();
        await Expect(page.GetByLabel("Name of a new device")).ToBeVisibleAsync();
        await page.SetViewportSizeAsync(390, 844);
        Assert.Equal(390, await opened.NumberAsync("document.documentElement.scrollWidth"));
        await opened.KeepPictureAsync("phone-devices");
        await page.GetByText("Log out").ClickAsync();
        await Expect(page.GetByLabel("Password")).ToBeVisibleAsync();
    }
}
