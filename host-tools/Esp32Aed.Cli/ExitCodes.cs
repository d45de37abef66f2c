namespace Esp32Aed.Cli;

/// <summary>Exit codes of <c>aed</c> besides those of <see cref="Sound.FaultKind"/> (3 to 11).</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Done, and the result is not what it should be (for example: posted counts differ from found counts).</summary>
    public const int CheckFailed = 1;

    /// <summary>The command line can't be understood.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by the user (Ctrl+C).</summary>
    public const int Stopped = 130;
}
