using System.Threading;
using nanoFramework.Runtime.Native;

namespace Esp32Aed.Sensor;

/// <summary>
/// Starts the board anew when one of its loops is stuck. It looks every 5 seconds, on a thread of its own, and counts its looks instead of reading the
/// timer: a native call that stops all managed threads for a while is not held against anyone.
/// </summary>
/// <remarks>
/// What it can't catch: a native call that never returns (I2S, Wi-Fi, TLS, flash) stops this thread too, as does a crash of the runtime itself; a
/// managed thread that never waits is caught, for threads take turns. nanoFramework has no managed access to the hardware's watchdog.
/// </remarks>
public sealed class Watchdog
{
    private const int SecondsPerLook = 5;
    private const int MostLoops = 4;

    private readonly CrashLog log;
    private readonly WatchedLoop[] loops = new WatchedLoop[MostLoops];
    private int count;

    /// <summary>Makes a watchdog.</summary>
    /// <param name="log">Gets the note of a bite.</param>
    public Watchdog(CrashLog log) => this.log = log;

    /// <summary>A new loop to watch, which is <see cref="WatchedPhase.None"/> until its first beat; before <see cref="Start"/>, 4 at most.</summary>
    public WatchedLoop Watch()
    {
        var loop = new WatchedLoop();
        loops[count] = loop;
        count++;
        return loop;
    }

    /// <summary>Starts the thread.</summary>
    public void Start() => new Thread(Look).Start();

    private void Look()
    {
        while (true)
        {
            Thread.Sleep(SecondsPerLook * 1000);
            for (var i = 0; i < count; i++)
            {
                if (loops[i].IsStuck(SecondsPerLook))
                {
                    log.NoteStuck(loops[i].Phase);
                    Power.RebootDevice();
                }
            }
        }
    }
}
