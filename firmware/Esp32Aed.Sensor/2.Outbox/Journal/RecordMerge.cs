namespace Esp32Aed.Sensor;

/// <summary>
/// Makes one record of two of the same device and model, the one that follows the other. Counts, time listened to and time lost are summed, so
/// nothing is lost but the moment. The length is from the first's start to the second's end where both know the same timeline, else
/// the sum; the identity is the first's.
/// </summary>
public static class RecordMerge
{
    /// <summary>The record that stands for both; neither is changed.</summary>
    public static CountRecord Of(CountRecord first, CountRecord second)
    {
        var counts = new int[first.Counts.Length];
        for (var c = 0; c < counts.Length; c++)
        {
            counts[c] = first.Counts[c] + second.Counts[c];
        }

        return new CountRecord
        {
            Device = first.Device,
            Labels = first.Labels,
            ModelChecksum = first.ModelChecksum,
            Boot = first.Boot,
            Sequence = first.Sequence,
            Era = first.Era,
            StartMicroseconds = first.StartMicroseconds,
            Records = first.Records + second.Records,
            LengthMicroseconds = LengthOf(first, second),
            ListenedMicroseconds = first.ListenedMicroseconds + second.ListenedMicroseconds,
            LostMicroseconds = first.LostMicroseconds + second.LostMicroseconds,
            LoadPermille = (int)Mean(first.LoadPermille, first.ListenedMicroseconds / 1000, second.LoadPermille, second.ListenedMicroseconds / 1000),
            MeanPeak = (int)Mean(first.MeanPeak, first.EventCount, second.MeanPeak, second.EventCount),
            BatteryMillivolts = second.BatteryMillivolts != 0 ? second.BatteryMillivolts : first.BatteryMillivolts,
            Rssi = second.Rssi != 0 ? second.Rssi : first.Rssi,
            ResetReason = first.ResetReason > second.ResetReason ? first.ResetReason : second.ResetReason,
            Counts = counts,
        };
    }

    private static long LengthOf(CountRecord first, CountRecord second)
    {
        var sum = first.LengthMicroseconds + second.LengthMicroseconds;
        var span = second.StartMicroseconds + second.LengthMicroseconds - first.StartMicroseconds;
        return first.Era == second.Era && span > sum ? span : sum;
    }

    private static long Mean(long first, long firstWeight, long second, long secondWeight)
    {
        var weight = firstWeight + secondWeight;
        return weight == 0 ? (first > second ? first : second) : ((first * firstWeight) + (second * secondWeight)) / weight;
    }
}
