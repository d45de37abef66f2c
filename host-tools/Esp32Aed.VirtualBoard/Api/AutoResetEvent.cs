namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Threading.AutoResetEvent</c>, in the time of the board it was made on.</summary>
public sealed class AutoResetEvent
{
    private readonly BoardClock clock = Board.Current.Clock;
    private readonly Signal signal = new();

    /// <summary>Makes an event.</summary>
    public AutoResetEvent(bool initialState) => signal.IsSet = initialState;

    /// <summary>Lets one waiting thread go on, or the next to come.</summary>
    public bool Set()
    {
        clock.Set(signal);
        return true;
    }

    /// <summary>Waits until it is set.</summary>
    public bool WaitOne() => clock.Wait(signal, Timeout.Infinite);

    /// <summary>Waits until it is set, for a time at most.</summary>
    /// <param name="millisecondsTimeout">Longest wait.</param>
    /// <param name="exitContext">Of no meaning.</param>
    /// <returns>Whether it was set.</returns>
    public bool WaitOne(int millisecondsTimeout, bool exitContext) => clock.Wait(signal, millisecondsTimeout);
}
