namespace Esp32Aed.Sound;

/// <summary>A sound in memory: one channel of 16-bit samples.</summary>
/// <param name="Path">The file it came from.</param>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="Samples">The samples; full scale is -32768 to 32767. At least one.</param>
/// <param name="Seconds">Its length in seconds.</param>
public sealed record Recording(string Path, int SampleRate, short[] Samples, double Seconds);

/// <summary>What a sound file's header says.</summary>
/// <param name="Path">The file.</param>
/// <param name="SampleRate">Samples per second and channel.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Seconds">Length in seconds; 0 when the format doesn't tell before decoding.</param>
public sealed record SoundInfo(string Path, int SampleRate, int Channels, double Seconds);
