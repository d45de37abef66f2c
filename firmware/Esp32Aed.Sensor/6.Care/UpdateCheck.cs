using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>Whether this sensor can use what an update brings.</summary>
public sealed class UpdateCheck
{
    private readonly SensorSettings settings;
    private readonly byte[] secrets;
    private readonly SpectralKernel[] kernels;

    /// <summary>Makes the check.</summary>
    /// <param name="settings">Settings in use.</param>
    /// <param name="secrets">Content of nf.secrets.</param>
    /// <param name="kernels">The kernels that the application carries.</param>
    public UpdateCheck(SensorSettings settings, byte[] secrets, SpectralKernel[] kernels)
    {
        this.settings = settings;
        this.secrets = secrets;
        this.kernels = kernels;
    }

    /// <summary>The update is addressed to this device.</summary>
    public bool IsForMe(UpdateEnvelope update) => update.Device == UpdateEnvelope.EveryDevice || update.Device == settings.DeviceName;

    /// <summary>Refuses what can't be used.</summary>
    /// <exception cref="UpdateException">The payload is damaged, does not fit this board, or changes what may not be changed from afar.</exception>
    public void Require(UpdateEnvelope update)
    {
        try
        {
            if (update.Kind == UpdateKind.Model)
            {
                var model = Model.Parse(update.Payload);
                new ModelBudget(model, kernels).Require();
                if (settings.ClipSeconds > 0)
                {
                    model.FramesOfClip(settings.ClipSeconds);
                }
            }
            else
            {
                Require(SensorSettings.Parse(update.Payload, secrets));
            }
        }
        catch (ModelFormatException e)
        {
            throw new UpdateException(e.Message);
        }
        catch (SettingsException e)
        {
            throw new UpdateException(e.Message);
        }
    }

    // Records that wait carry the device's name only when they leave, and a receiver tells them apart by it.
    private void Require(SensorSettings next)
    {
        if (next.DeviceName != settings.DeviceName)
        {
            throw new UpdateException("[device] name can't be changed from afar");
        }

        if (next.ModelFile != settings.ModelFile)
        {
            throw new UpdateException("[model] file can't be changed from afar; send the model itself");
        }

        if (next.Care.Accepts != settings.Care.Accepts || next.Care.Url != settings.Care.Url)
        {
            throw new UpdateException("[care] can't be changed from afar");
        }
    }
}
