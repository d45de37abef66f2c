using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.Sensor;

/// <summary>The time that a reporter has for a session: each wait gets no more than what is left of it.</summary>
public sealed class SessionPatience
{
    /// <summary>The whole of it.</summary>
    public const int Milliseconds = 12000;

    private long began;

    /// <summary>A session begins.</summary>
    public void Start() => began = (long)HighResTimer.GetCurrent();

    /// <summary>The time a wait may take.</summary>
    /// <param name="milliseconds">What it would like.</param>
    /// <exception cref="ReportException">Nothing is left.</exception>
    public int AtMost(int milliseconds)
    {
        var now = (long)HighResTimer.GetCurrent();
        var left = Milliseconds - ((now - began) / 1000);
        if (left <= 0)
        {
            throw new ReportException("the session has taken its " + (Milliseconds / 1000).ToString() + " s; what is left goes with the next");
        }

        return left < milliseconds ? (int)left : milliseconds;
    }
}
