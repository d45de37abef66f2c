namespace Esp32Aed.Station;

/// <summary>
/// Who may post, as the store has it; read again every few seconds, so that <c>aed station add-device</c> and <c>revoke</c> work while
/// the station runs.
/// </summary>
public sealed class DeviceList
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FreshAfterMiss = TimeSpan.FromSeconds(1);

    private readonly IRecordStore store;
    private readonly Lock gate = new();
    private Known known = new([], []);
    private long readAt = long.MinValue;

    /// <summary>Asks a store.</summary>
    /// <param name="store">It has the devices.</param>
    /// <param name="isOpen">Any device may post, without a token, unless it was revoked.</param>
    public DeviceList(IRecordStore store, bool isOpen)
    {
        this.store = store;
        IsOpen = isOpen;
    }

    /// <summary>Any device may post.</summary>
    public bool IsOpen { get; }

    /// <summary>The device whose token this is, or null.</summary>
    /// <exception cref="StoreException">The store can't be asked.</exception>
    public string? DeviceOf(string token)
    {
        var hash = DeviceSecrets.HashOf(token);
        return Current(Fresh).ByHash.GetValueOrDefault(hash) ?? Current(FreshAfterMiss).ByHash.GetValueOrDefault(hash);
    }

    /// <summary>Why a device that came without a token is not taken, or null if it is: over MQTT the broker has asked for the password.</summary>
    /// <exception cref="StoreException">The store can't be asked.</exception>
    public string? FaultOf(string device)
    {
        if (Current(Fresh).Revoked.TryGetValue(device, out var isRevoked) || Current(FreshAfterMiss).Revoked.TryGetValue(device, out isRevoked))
        {
            return isRevoked ? $"{device} was revoked" : null;
        }

        return IsOpen ? null : $"{device} is not known; add it with 'aed station add-device {device}'";
    }

    private Known Current(TimeSpan age)
    {
        lock (gate)
        {
            if (readAt == long.MinValue || Environment.TickCount64 - readAt > age.TotalMilliseconds)
            {
                var devices = store.Devices();
                known = new Known(
                    devices.Where(d => d is { IsRevoked: false, TokenHash: not null }).ToDictionary(d => d.TokenHash!, d => d.Name, StringComparer.Ordinal),
                    devices.ToDictionary(d => d.Name, d => d.IsRevoked, StringComparer.Ordinal));
                readAt = Environment.TickCount64;
            }

            return known;
        }
    }

    private sealed record Known(Dictionary<string, string> ByHash, Dictionary<string, bool> Revoked);
}
