using System;
using System.Net.Http;
using System.Net.Security;
using System.Threading;

namespace Esp32Aed.Sensor;

/// <summary>
/// Fetches updates during a session: over MQTT the retained messages of the update topics, which the broker sends by itself; else by asking the server of
/// [care] url.
/// </summary>
public sealed class UpdateMail
{
    private const int RetainedMilliseconds = 300;
    private const int LeastMilliseconds = 2000;
    private const int MostMilliseconds = 6000;
    private const int MostMessages = 2;

    private readonly SensorSettings settings;
    private readonly CareInbox inbox;
    private readonly byte[][] messages = new byte[MostMessages][];
    private int count;

    /// <summary>Makes the mail of a start.</summary>
    /// <param name="wake">This start.</param>
    public UpdateMail(Wake wake)
    {
        settings = wake.Settings;
        inbox = wake.Care.Inbox;
        if (settings.Care.Accepts && settings.Report.Kind == ReportSettings.Mqtt)
        {
            Topics = new[] { CareInbox.TopicOf(settings.DeviceName, UpdateKind.Model), CareInbox.TopicOf(settings.DeviceName, UpdateKind.Settings) };
        }
    }

    /// <summary>MQTT topics to subscribe to, or null.</summary>
    public string[] Topics { get; }

    /// <summary>Keeps what comes to the topics.</summary>
    /// <param name="reporter">The reporter of the session.</param>
    public void ReceiveFrom(IReporter reporter)
    {
        if (Topics != null)
        {
            ((MqttReporter)reporter).Connection.Received += Keep;
        }
    }

    /// <summary>Offers what has come to the inbox, or asks for it; never throws.</summary>
    /// <param name="milliseconds">Time that is left.</param>
    public void Take(int milliseconds)
    {
        if (Topics != null)
        {
            Thread.Sleep(RetainedMilliseconds);
            for (var i = 0; i < count; i++)
            {
                inbox.Offer(messages[i]);
                messages[i] = null;
            }

            count = 0;
        }
        else if (settings.Care.Accepts && settings.Care.Url != null && milliseconds >= LeastMilliseconds)
        {
            Fetch(milliseconds < MostMilliseconds ? milliseconds : MostMilliseconds);
        }
    }

    private void Keep(string topic, byte[] message)
    {
        if (count < MostMessages)
        {
            messages[count] = message;
            count++;
        }
    }

    private void Fetch(int milliseconds)
    {
        try
        {
            using var client = new HttpClient();
            client.Timeout = TimeSpan.FromMilliseconds(milliseconds);
            client.HttpsAuthentCert = PemFile.Authority(settings.Http.CaFile);
            client.SslProtocols = SslProtocols.Tls12;
            client.SslVerification = SslVerification.CertificateRequired;
            BoundedCall.Run(() => inbox.Fetch(client), milliseconds, settings.Care.Url);
        }
        catch (Exception e)
        {
            Console.WriteLine("update: " + ReportException.LineOf(e));
        }
    }
}
