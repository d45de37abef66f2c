namespace Esp32Aed.Deployment;

/// <summary>What a deployment does, in this order: the application comes last, for the board starts it at once.</summary>
public enum DeployStep
{
    /// <summary>nanoFramework's interpreter.</summary>
    Firmware,

    /// <summary>The files of drive <c>I:</c>.</summary>
    Files,

    /// <summary>Wi-Fi and the authority's certificate, in the board's own configuration.</summary>
    Network,

    /// <summary>The sensor's program.</summary>
    Application,
}
