using System;
using System.Net.Http;
using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>
/// Where updates arrive while the sensor is awake: by MQTT, as retained messages of <see cref="TopicOf"/>, or from an HTTP server that is asked
/// (GET url?device=yard-1&amp;model=7&amp;settings=3, with the serials that are known): 204 says there is nothing new, 200 brings a message of
/// <see cref="UpdateEnvelope"/>.
/// </summary>
public sealed class CareInbox
{
    private const int NoContent = 204;
    private const int Found = 200;

    private readonly UpdateSlots slots;
    private readonly SensorSettings settings;
    private readonly UpdateCheck check;
    private readonly string folder;
    private readonly string configPath;

    /// <summary>Makes the inbox.</summary>
    /// <param name="slots">Gets what is accepted.</param>
    /// <param name="settings">Settings in use.</param>
    /// <param name="secrets">Content of nf.secrets.</param>
    /// <param name="kernels">The kernels that the application carries.</param>
    /// <param name="folder">Folder of the flashed files, ending in a backslash.</param>
    /// <param name="configName">Name of the flashed settings.</param>
    public CareInbox(UpdateSlots slots, SensorSettings settings, byte[] secrets, SpectralKernel[] kernels, string folder, string configName)
    {
        this.slots = slots;
        this.settings = settings;
        this.folder = folder;
        configPath = folder + configName;
        check = new UpdateCheck(settings, secrets, kernels);
    }

    /// <summary>The MQTT topic of updates of a kind: <c>esp32aed/&lt;device&gt;/update/model</c> or <c>/settings</c>.</summary>
    public static string TopicOf(string device, UpdateKind kind) => "esp32aed/" + device + "/update/" + UpdateEnvelope.NameOf(kind);

    /// <summary>Takes a message, whoever sent it; never throws.</summary>
    /// <param name="message">Any bytes; none where a retained message was withdrawn.</param>
    /// <returns>It is an update, new and accepted: the next start tries it.</returns>
    public bool Offer(byte[] message)
    {
        if (!settings.Care.Accepts || message == null || message.Length == 0)
        {
            return false;
        }

        try
        {
            var update = UpdateEnvelope.Parse(message, settings.Care.Key);
            var path = update.Kind == UpdateKind.Model ? folder + settings.ModelFile : configPath;
            var isNew = slots.Accept(update, check, path);
            if (isNew)
            {
                Console.WriteLine("update: " + UpdateEnvelope.NameOf(update.Kind) + " " + update.Serial.ToString() + " accepted; the next start tries it");
            }

            return isNew;
        }
        catch (UpdateException e)
        {
            return Refuse(e.Message);
        }
        catch (Exception e)
        {
            // Memory may be short, or the drive fail.
            return Refuse("it can't be checked now: " + e.GetType().Name);
        }
    }

    /// <summary>Asks the server for an update.</summary>
    /// <param name="client">A client that knows the server's certificate; its timeout is the longest wait.</param>
    /// <returns>One was accepted.</returns>
    /// <exception cref="Exception">The server could not be asked, or its answer is none: a <see cref="ReportException"/>, or what the client throws.</exception>
    public bool Fetch(HttpClient client)
    {
        if (!settings.Care.Accepts || settings.Care.Url == null)
        {
            return false;
        }

        // Headers first: a body that is too large is never read.
        using var response = client.Get(Address(), HttpCompletionOption.ResponseHeadersRead);
        var status = (int)response.StatusCode;
        if (status == NoContent)
        {
            return false;
        }

        if (status != Found)
        {
            throw new ReportException("the server answered a question for updates with status " + status.ToString());
        }

        long length = response.Content.Headers.ContentLength;
        if (length < 1 || length > UpdateEnvelope.MaximumBytes)
        {
            throw new ReportException("the server's update has not 1 to " + UpdateEnvelope.MaximumBytes.ToString() + " bytes, or does not tell its length");
        }

        return Offer(response.Content.ReadAsByteArray());
    }

    private bool Refuse(string reason)
    {
        Console.WriteLine("update: " + reason);
        slots.NoteRefusal("update: " + reason);
        return false;
    }

    private string Address() =>
        settings.Care.Url + (settings.Care.Url.IndexOf('?') < 0 ? "?" : "&") + "device=" + settings.DeviceName
            + "&model=" + slots.SerialOf(UpdateKind.Model).ToString() + "&settings=" + slots.SerialOf(UpdateKind.Settings).ToString();
}
