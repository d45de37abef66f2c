using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class TrainingSoundsTests
{
    [Fact]
    public void A_recording_that_can_not_be_read_is_the_users_fault_though_many_are_read_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("aed-tests-");
        try
        {
            new SynthSet { Files = 3, Negatives = 1, Seconds = 3 }.Write(folder.FullName);
            var set = LabelledRecordings.Open(folder.FullName, _ => { });
            File.Delete(set.Items[1].SoundPath);

            var fault = Assert.Throws<UserFaultException>(() => TrainingSounds.Read(
                set, SynthTraining.Labels, [], SynthTraining.Settings, 1, _ => { }, null, TestContext.Current.CancellationToken));

            Assert.Equal(FaultKind.Sound, fault.Kind);
            Assert.Contains(Path.GetFileName(set.Items[1].SoundPath), fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
