namespace Esp32Aed.Sensor;

/// <summary>A session of safe mode: what waits in the outbox is posted, and one record without counts that says how the sensor is.</summary>
public sealed class HealthSession : IHealthSession
{
    private readonly Wake wake;
    private readonly RadioSession session;
    private int sequence;

    /// <summary>Makes the session.</summary>
    /// <param name="wake">This start.</param>
    public HealthSession(Wake wake)
    {
        this.wake = wake;
        session = new RadioSession(wake, null, wake.Settings.Power.Sleeps ? CutOff : wake.Wifi.Down);
    }

    /// <inheritdoc/>
    public void Run()
    {
        session.Health = new CountRecord
        {
            Device = wake.Settings.DeviceName,
            Boot = wake.State.Boot,
            Sequence = sequence,
            Era = wake.Clock.Era,
            StartMicroseconds = wake.Clock.Now,
            Labels = new string[0],
            Counts = new int[0],
            BatteryMillivolts = BatteryMeter.Millivolts(wake.Settings.Battery),
            Rssi = wake.Wifi.Rssi,
            ResetReason = WakeReason.SafeMode,
            Records = 1,
        };
        sequence++;
        if (!session.Run())
        {
            throw new ReportException("the receiver was not reached");
        }
    }

    private void CutOff() => wake.SleepToPostAfter(wake.Care.Guard.NextPause());
}
