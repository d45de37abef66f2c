namespace Esp32Aed.Sensor;

/// <summary>A wake of a sensor on a battery that posts and does nothing else: no model and no microphone take memory from the network.</summary>
public static class PostingWake
{
    /// <summary>Posts what waits, once, and sleeps until it is time to listen; does not return.</summary>
    /// <param name="wake">This start.</param>
    public static void Run(Wake wake)
    {
        if (!wake.Plan.IsHeldBack(wake.Clock.Now) || wake.Care.Slots.IsOnTrial)
        {
            // It counts as failed until it has succeeded, whatever ends this wake: the guard of the session, or a power cut, of which the state kept for
            // the sleep before tells the next start.
            wake.Plan.Failed(wake.Clock.Now);
            if (!wake.State.IsSentToPost)
            {
                wake.State.Save();
            }

            var model = wake.Settings.Mqtt.DiscoversHomeAssistant ? wake.Care.LoadModel(wake.Settings) : null;
            if (new RadioSession(wake, model, wake.SleepToListen).Run())
            {
                wake.Plan.Succeeded(wake.Clock.Now);
            }
        }

        wake.SleepToListen();
    }
}
