namespace Esp32Aed.SelfTest;

/// <summary>What the desktop computed. A test computes it again; where the chain is meant to have changed, it tells the new values.</summary>
public static class GoldenChecksums
{
    /// <summary>CRC-32 of what each of <see cref="ChainStages.Names"/> gives, then of the whole chain.</summary>
    public static string[] All { get; } =
    {
        "0EA928C9", // ingest
        "0601E46E", // window
        "2AFC550E", // fft
        "E26FF3FE", // power
        "533772E3", // mel
        "CE8C7463", // log
        "CBCB3356", // hearing
        "048EF8FA", // dct
        "8ED68C38", // normaliser
        "2A037BF3", // quantiser
        "B5F686D3", // classifier
        "D8A989B4", // decoder
        "12AE598C", // all
    };
}
