namespace Esp32Aed.Sensor;

/// <summary>
/// A way to a receiver, used in sessions: <see cref="Open"/>, any number of <see cref="Post"/>, <see cref="Close"/>. All waits of a
/// session together end within <see cref="SessionPatience.Milliseconds"/>, and the good-bye within 2.5 s more.
/// </summary>
public interface IReporter
{
    /// <summary>Begins a session: connects, where the way has connections that last; throws whatever went wrong.</summary>
    void Open();

    /// <summary>Hands one record to the receiver and returns once it has confirmed it; throws whatever went wrong otherwise.</summary>
    void Post(CountRecord record);

    /// <summary>Ends the session, also one that failed; never throws.</summary>
    void Close();
}
