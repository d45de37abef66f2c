using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Soak;

/// <summary>What befalls the sensor's connections: in a fair session nothing, in a foul one each step may go wrong in any way.</summary>
internal sealed class NetworkWeather(Random random, FaultTally faults) : INetworkFaults
{
    private const double FaultOfAStep = 0.35;
    private const double SlowSeconds = 4;
    private const double LibraryPatienceSeconds = 30;

    /// <summary>This session goes badly.</summary>
    public bool IsFoul { get; set; }

    /// <summary>Called before a post of a foul session, for what happens to the receiver itself.</summary>
    public Action? BeforePost { get; set; }

    /// <inheritdoc/>
    public NetworkFate OnConnect(string host, int port) => Fate("connect");

    /// <inheritdoc/>
    public NetworkFate OnPost(string address)
    {
        if (IsFoul)
        {
            BeforePost?.Invoke();
        }

        return Fate("post");
    }

    private NetworkFate Fate(string step)
    {
        if (!IsFoul || random.NextDouble() > FaultOfAStep)
        {
            return default;
        }

        var fault = (NetworkFault)random.Next(5);
        var kind = fault switch
        {
            NetworkFault.None => "slow",
            NetworkFault.Refused => "refused",
            NetworkFault.TimedOut => "timed_out",
            NetworkFault.Dropped => "dropped",
            _ => "answer_lost",
        };
        faults.Add($"{step}_{kind}");
        return new NetworkFate(fault, fault switch
        {
            NetworkFault.None => SlowSeconds * random.NextDouble(),
            NetworkFault.TimedOut => LibraryPatienceSeconds,
            _ => 0.2,
        });
    }
}
