namespace Esp32Aed.Soak;

/// <summary>The model that lies on the sensor's drive; what it would hear is told to the chain instead.</summary>
internal static class SoakModel
{
    public static byte[] Bytes { get; } = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "model.aed"));
}
