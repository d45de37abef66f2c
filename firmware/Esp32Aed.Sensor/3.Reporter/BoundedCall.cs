using System;
using System.Threading;

namespace Esp32Aed.Sensor;

/// <summary>
/// A call of the network library that may take longer than anyone wants to wait (its own limits are 30 s and more): it runs on a thread
/// of its own, and is left alone when its time is over. A call that blocks the runtime itself, as a TLS handshake does, ends when it ends.
/// </summary>
public sealed class BoundedCall
{
    private readonly AutoResetEvent done = new AutoResetEvent(false);
    private readonly ThreadStart call;
    private Exception failure;

    private BoundedCall(ThreadStart call) => this.call = call;

    /// <summary>Makes a call and waits for its end; what it throws is thrown here.</summary>
    /// <param name="call">The call; it may go on after this method has thrown.</param>
    /// <param name="milliseconds">Longest wait.</param>
    /// <param name="who">Who is waited for, in the message.</param>
    /// <exception cref="ReportException">The time is over.</exception>
    public static void Run(ThreadStart call, int milliseconds, string who)
    {
        var bounded = new BoundedCall(call);
        new Thread(bounded.Work).Start();
        if (!bounded.done.WaitOne(milliseconds, false))
        {
            throw new ReportException(who + " does not answer");
        }

        if (bounded.failure != null)
        {
            throw bounded.failure;
        }
    }

    private void Work()
    {
        try
        {
            call();
        }
        catch (Exception e)
        {
            failure = e;
        }

        done.Set();
    }
}
