namespace Esp32Aed.Station;

/// <summary>What a rule said of a device when that last changed.</summary>
/// <param name="Rule">The rule's number.</param>
/// <param name="Device">The device.</param>
/// <param name="IsRaised">It rings.</param>
/// <param name="SinceMilliseconds">When that changed; since 1970 UTC.</param>
/// <param name="Reading">What it saw then.</param>
public sealed record AlertState(long Rule, string Device, bool IsRaised, long SinceMilliseconds, AlertReading Reading)
{
    /// <summary>When it last began to ring, as the store knows it; null before it was stored, and for what ended before stations kept it.</summary>
    public long? LastRaisedMilliseconds { get; init; }
}

/// <summary>A change that a webhook is still to be told.</summary>
/// <param name="Id">The store's number; receivers know a repeated call by it.</param>
/// <param name="Rule">The rule's number.</param>
/// <param name="Device">The device.</param>
/// <param name="Url">Where to.</param>
/// <param name="Body">JSON.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="CreatedMilliseconds">When it was made.</param>
/// <param name="NextMilliseconds">When to try again.</param>
public sealed record AlertCall(long Id, long Rule, string Device, Uri Url, string Body, int Tries, long CreatedMilliseconds, long NextMilliseconds)
{
    /// <summary>Tells no address.</summary>
    public override string ToString() => $"call {Id} of alert {Rule}";
}
