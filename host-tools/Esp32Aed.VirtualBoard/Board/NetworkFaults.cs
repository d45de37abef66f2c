namespace Esp32Aed.VirtualBoard;

/// <summary>What befalls one step of a board's network.</summary>
public enum NetworkFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The other side refuses at once.</summary>
    Refused,

    /// <summary>No answer ever comes; the step is given up when its time is over.</summary>
    TimedOut,

    /// <summary>The connection breaks before anything has arrived.</summary>
    Dropped,

    /// <summary>The request arrives and is processed, and the connection breaks before the answer is back.</summary>
    AnswerLost,
}

/// <summary>The fate of one step of a board's network.</summary>
/// <param name="Fault">What befalls it.</param>
/// <param name="Seconds">Time of the board that passes before, or, where no answer ever comes, until the library gives up.</param>
public readonly record struct NetworkFate(NetworkFault Fault, double Seconds = 0);

/// <summary>Faults of the network around a board. It is asked before each step, from the thread that takes it.</summary>
public interface INetworkFaults
{
    /// <summary>The board is about to connect to a broker.</summary>
    NetworkFate OnConnect(string host, int port);

    /// <summary>The board is about to send a request to a server, or a message to a broker.</summary>
    /// <param name="address">Address without its query, or topic.</param>
    NetworkFate OnPost(string address);
}
