using System.Collections.Concurrent;

namespace Esp32Aed.VirtualBoard;

/// <summary>
/// One virtual ESP32 board: what its program can touch. Several may be on in one process; each thread knows its own
/// (<see cref="Current"/>).
/// </summary>
public sealed class Board : IDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private static readonly AsyncLocal<Board?> CurrentBoard = new();

    private readonly ConcurrentQueue<string> log = new();
    private readonly ConcurrentDictionary<IDisposable, byte> devices = new();
    private readonly ConcurrentQueue<Thread> threads = [];
    private readonly ManualResetEventSlim halted = new();
    private readonly ManualResetEventSlim ended = new();
    private readonly BoardOptions options;
    private volatile bool isNetworkUp = true;
    private readonly BoardRtc rtc;
    private Exception? crash;

    /// <summary>Switches a board on.</summary>
    public Board(BoardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        Clock = options.RealTime ? new WallClock() : new VirtualClock();
        Drive = new BoardDrive(this, options.Drive ?? new FolderFiles(options.DriveFolder), options.DriveFaults, options.DriveBytes);
        rtc = options.Rtc ?? new BoardRtc();
        Configuration = options.Configuration ?? new BoardConfiguration();
        Wifi = new BoardWifi(this);
    }

    /// <summary>The board of the calling thread.</summary>
    /// <exception cref="InvalidOperationException">The thread belongs to no board.</exception>
    public static Board Current => CurrentBoard.Value ?? throw new InvalidOperationException("This thread runs on no virtual board.");

    /// <summary>Time on the board.</summary>
    public BoardClock Clock { get; }

    /// <summary>Drive <c>I:</c>.</summary>
    public BoardDrive Drive { get; }

    /// <summary>What the pins are used for.</summary>
    public BoardPins Pins { get; } = new();

    /// <summary>Its configuration block.</summary>
    public BoardConfiguration Configuration { get; }

    /// <summary>The Wi-Fi around it, and its radio.</summary>
    public BoardWifi Wifi { get; }

    /// <summary>It was woken from deep sleep by its timer.</summary>
    public bool IsWakeUp => options.IsWakeUp;

    /// <summary>How long the board is to sleep deeply, once its program has said so; its program is at an end then.</summary>
    public TimeSpan? DeepSleep { get; private set; }

    /// <summary>Voltage at the pins that measure one, mV.</summary>
    public int PinMillivolts => options.PinMillivolts;

    /// <summary>What the microphone hears.</summary>
    public BoardSound Sound => options.Sound;

    /// <summary>Slot the microphone speaks in, 0 or 1.</summary>
    public int MicrophoneSlot => options.MicrophoneSlot;

    /// <summary>How much faster the I2S clock runs than the timer, in millionths.</summary>
    public int I2sDriftPpm => options.I2sDriftPpm;

    /// <summary>Faults of its network, or null.</summary>
    public INetworkFaults? NetworkFaults => options.NetworkFaults;

    /// <summary>Fraction of the sound that the microphone has heard, 0 to 1.</summary>
    public double Played { get; internal set; }

    /// <summary>There is a network. While there is none, the link fails and so do posts; open connections are found dead.</summary>
    public bool IsNetworkUp
    {
        get => isNetworkUp;
        set => isNetworkUp = value;
    }

    /// <summary>Lines the program has printed.</summary>
    public IReadOnlyCollection<string> Log => log;

    /// <summary>Set when the program has ended, crashed, or sleeps for ever.</summary>
    public WaitHandle Halted => halted.WaitHandle;

    /// <summary>Set when the program has halted, sleeps deeply, or has no power any more.</summary>
    public WaitHandle Ended => ended.WaitHandle;

    /// <summary>The program has restarted the board: whoever runs it may start it again.</summary>
    public bool IsRebooting { get; private set; }

    /// <summary>What the program crashed with, or null.</summary>
    public Exception? Crash => crash;

    /// <summary>The board's idea of the time; until the network sets its clock, that counts from 1970 since power came.</summary>
    public DateTime UtcNow => rtc.AtSwitchOn.AddTicks(Clock.Microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The detection chain is told what it has heard, instead of listening.</summary>
    public bool Pretends => options.Heard is not null;

    /// <summary>Events that the detection chain is told to have heard in a frame.</summary>
    /// <param name="frame">Number of the frame, from 0.</param>
    public int HeardIn(long frame) => options.Heard!(frame);

    /// <summary>Runs the board's program on its main thread until the board is switched off or the program ends.</summary>
    public Thread Start(Action program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return StartThread(() =>
        {
            program();
            Halt();
        });
    }

    /// <summary>The processor is busy with a frame of the detection chain, for the time that <see cref="BoardOptions.MicrosecondsPerFrame"/> says.</summary>
    /// <param name="frame">Number of the frame, from 0.</param>
    public void SpendFrame(long frame)
    {
        if (options.MicrosecondsPerFrame is { } cost)
        {
            Clock.BlockUntil(Clock.Microseconds + cost(frame));
        }
    }

    /// <summary>Cuts the power at once, from any thread; nothing more is posted, and the board's threads end at their next wait.</summary>
    public void CutPower()
    {
        Wifi.TurnOff();
        Clock.PowerOff();
        ended.Set();
    }

    /// <summary>Switches the board off, waits for the end of its threads and closes its connections.</summary>
    public void PowerOff()
    {
        CutPower();
        foreach (var thread in threads)
        {
            thread.Join(LongestEnd);
        }

        foreach (var device in devices.Keys)
        {
            device.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => PowerOff();

    internal Thread StartThread(Action body)
    {
        Clock.ThreadStarting();
        var thread = new Thread(() => RunThread(body)) { IsBackground = true, Name = "virtual board" };
        thread.Start();
        threads.Enqueue(thread);
        return thread;
    }

    /// <summary>Does something as a thread of this board, for callbacks that come from outside.</summary>
    internal void RunAs(Action action)
    {
        var before = CurrentBoard.Value;
        CurrentBoard.Value = this;
        try
        {
            action();
        }
        finally
        {
            CurrentBoard.Value = before;
        }
    }

    internal void Print(string line)
    {
        log.Enqueue(line);
        options.Printed?.Invoke(line);
    }

    internal void Confirm(BoardPost post) => options.Posted?.Invoke(post);

    internal void SetClock(DateTime time) => rtc.AtSwitchOn = time.AddTicks(-Clock.Microseconds * TimeSpan.TicksPerMicrosecond);

    internal void SetClock(TimeSpan error) => rtc.AtSwitchOn = options.SwitchedOnAt + error;

    /// <summary>Lets the time of a network's fate pass.</summary>
    internal void Pass(NetworkFate fate)
    {
        if (fate.Seconds > 0)
        {
            Clock.Wait(null, (int)(fate.Seconds * 1000));
        }
    }

    internal void SleepDeeply(TimeSpan time)
    {
        DeepSleep = time;
        halted.Set();
        CutPower();
        Clock.ThrowIfOff();
    }

    internal void Halt()
    {
        halted.Set();
        ended.Set();
    }

    internal void Reboot()
    {
        Clock.ThrowIfOff();
        IsRebooting = true;
        CutPower();
        halted.Set();
        Clock.ThrowIfOff();
    }

    internal void Attach(IDisposable device) => devices[device] = 0;

    internal void Detach(IDisposable device) => devices.TryRemove(device, out _);

    private void RunThread(Action body)
    {
        CurrentBoard.Value = this;
        try
        {
            Clock.ThreadStarted();
            body();
        }
        catch (PowerOffException)
        {
            // The end of every program here.
        }
        catch (Exception e)
        {
            // On a board an exception that nobody handles stops the program.
            Interlocked.CompareExchange(ref crash, e, null);
            Print("unhandled " + e.GetType().Name + ": " + e.Message);
            Halt();
        }
        finally
        {
            Clock.ThreadEnded();
        }
    }
}
