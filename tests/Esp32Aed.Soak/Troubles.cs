namespace Esp32Aed.Soak;

/// <summary>What one start is to meet.</summary>
internal sealed record Troubles
{
    public bool IsSilent { get; init; }

    public long? StepsToPowerCut { get; set; }

    public int? FrameOfPowerCut { get; set; }

    public int? StallFrame { get; set; }

    public double DriveFaultsOfACall { get; set; }

    public long? FullUntilMicroseconds { get; set; }

    public bool NoLease { get; set; }

    public bool NeedsScan { get; set; }

    public bool NoTime { get; set; }

    public TimeSpan ClockJump { get; set; }
}
