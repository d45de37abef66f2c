namespace Esp32Aed.Detection;

/// <summary>Takes what a chain counts.</summary>
public interface IEventSink
{
    /// <summary>An event or a clip is over. Called in the order of decoding, from within <see cref="SoundChain.Accept"/> or <see cref="SoundChain.Finish"/>.</summary>
    /// <param name="classIndex">Index into <see cref="Model.Labels"/>.</param>
    /// <param name="onsetMs">Onset, in milliseconds since the first sample the chain accepted; 0 or later.</param>
    /// <param name="offsetMs">Offset, in milliseconds, after the onset.</param>
    /// <param name="peakLogit">Largest classifier output within the event, or the clip's logit, Q8.</param>
    void OnEvent(int classIndex, long onsetMs, long offsetMs, int peakLogit);
}
