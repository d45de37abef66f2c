namespace Esp32Aed.Sound;

/// <summary>A stage that takes the samples of one channel block by block; full scale -1 to 1.</summary>
internal interface ISampleSink
{
    /// <summary>Takes the next samples.</summary>
    void Accept(ReadOnlySpan<float> block);

    /// <summary>No more samples come: gives on what is still held back.</summary>
    void Finish();
}
