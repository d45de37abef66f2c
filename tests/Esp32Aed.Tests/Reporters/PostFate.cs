using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Tests;

/// <summary>The same fate for every request.</summary>
internal sealed class PostFate(NetworkFate fate) : INetworkFaults
{
    public NetworkFate OnConnect(string host, int port) => default;

    public NetworkFate OnPost(string address) => fate;
}
