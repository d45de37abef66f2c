using System;
using System.Threading;

namespace Esp32Aed.Sensor;

/// <summary>
/// Empties the outbox on a thread of its own, oldest record first, so that no trouble of the network stops the listening. A failed
/// post is repeated after 5 s, then after twice as long each time, up to 5 minutes.
/// </summary>
public sealed class RecordSender
{
    private const int FirstWaitSeconds = 5;
    private const int LongestWaitSeconds = 300;

    private readonly Outbox outbox;
    private readonly IReporter reporter;
    private readonly WifiLink wifi = new WifiLink();

    /// <summary>Makes the sender; <see cref="Start"/> starts it.</summary>
    public RecordSender(Outbox outbox, IReporter reporter)
    {
        this.outbox = outbox;
        this.reporter = reporter;
    }

    /// <summary>Starts the thread.</summary>
    public void Start() => new Thread(Send).Start();

    private void Send()
    {
        // The clock is set before the first record wants to know the time.
        TryRequireWifi();

        var wait = FirstWaitSeconds;
        while (true)
        {
            var record = outbox.WaitForOldest();
            if (TryPost(record))
            {
                outbox.RemoveOldest();
                wait = FirstWaitSeconds;
            }
            else
            {
                Thread.Sleep(wait * 1000);
                wait = wait * 2 < LongestWaitSeconds ? wait * 2 : LongestWaitSeconds;
            }
        }
    }

    private void TryRequireWifi()
    {
        try
        {
            wifi.Require();
        }
        catch (Exception e)
        {
            Console.WriteLine("report: " + e.Message);
        }
    }

    private bool TryPost(CountRecord record)
    {
        try
        {
            wifi.Require();
            reporter.Post(record.ToJson());
            return true;
        }
        catch (Exception e)
        {
            // Whatever it was, the record stays where it is and is tried again.
            Console.WriteLine("report: record " + record.Sequence.ToString() + " waits: " + e.Message);
            wifi.Doubt();
            return false;
        }
    }
}
