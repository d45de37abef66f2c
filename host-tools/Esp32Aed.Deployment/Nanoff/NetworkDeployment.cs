using System.Text.Json;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;

namespace Esp32Aed.Deployment.Nanoff;

/// <summary>nanoff's <c>--networkdeployment</c> (nanoFirmwareFlasher, NetworkDeployment/NetworkDeploymentConfiguration.cs and its manager).</summary>
public static class NetworkDeployment
{
    /// <summary>Name of the JSON file.</summary>
    public const string FileName = "network.json";

    /// <summary>Name of the authority's certificate beside it.</summary>
    public const string AuthorityName = "authority.pem";

    // The radio is on at the first start; the sensor itself connects, and says from then on when the radio is to be on.
    private const string Option = "Enable";
    private const int LongestName = 32;
    private const int LongestPassword = 64;

    /// <summary>The JSON.</summary>
    /// <param name="port">Serial port.</param>
    /// <param name="name">Name of the Wi-Fi, at most 32 characters.</param>
    /// <param name="password">Its password, at most 64 characters; null for an open one.</param>
    /// <param name="wifi">Addresses.</param>
    /// <param name="authority">Path of the authority's certificate, or null.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: name or password is too long.</exception>
    public static string Json(string port, string name, string? password, WifiSettings wifi, string? authority)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(wifi);
        if (name.Length > LongestName || password?.Length > LongestPassword)
        {
            throw new UserFaultException(
                FaultKind.Settings, $"AED_WIFI_SSID can have {LongestName} characters, AED_WIFI_PASSWORD {LongestPassword}; one of them has more");
        }

        // nanoff reads both name servers of a board without automatic ones, and fails when the second is missing.
        var nameServer = wifi.Address is null ? null : wifi.Dns ?? wifi.Gateway;
        return JsonSerializer.Serialize(
            new
            {
                SerialPort = port,
                WirelessClient = new
                {
                    Ssid = name,
                    Password = password,
                    Authentication = password is null ? "Open" : "WPA2",
                    Encryption = password is null ? "None" : "WPA2_PSK2",
                    ConfigurationOption = Option,
                    DhcpEnabled = wifi.Address is null,
                    IPv4Address = wifi.Address,
                    IPv4NetMask = wifi.Address is null ? null : wifi.Mask,
                    IPv4Gateway = wifi.Address is null ? null : wifi.Gateway,
                    IPv4DNSAddress1 = nameServer,
                    IPv4DNSAddress2 = nameServer,
                },
                CACertificatesPath = authority,
            },
            NanoffJson.Options);
    }

    /// <summary>A certificate as the board's store takes it: PEM needs a zero at its end, which nanoff means to add and does not.</summary>
    public static byte[] Authority(byte[] pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        return pem is [.., 0] ? pem : [.. pem, 0];
    }
}
