using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Esp32Aed.Tests.Station;

public sealed class IdleConnectionTests : IDisposable
{
    private const int Connections = 10_000;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-idle-");
    private readonly List<Socket> sockets = [];

    [Fact]
    public async Task Ten_thousand_connections_that_send_nothing_do_not_stop_it()
    {
        using var station = new StationProcess("--data", folder.FullName);
        station.Start();
        for (var i = 0; i < Connections; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, station.Url.Port);
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.TooManyOpenSockets)
            {
                Assert.Skip($"this process may open {i} connections only (ulimit -n)");
            }

            if (i % 2 == 0)
            {
                await socket.SendAsync("POST /counts HTTP/1.1\r\nHost: x\r\nContent-Le"u8.ToArray());
            }
        }

        using var client = new HttpClient { BaseAddress = station.Url };
        foreach (var sequence in Enumerable.Range(0, 20))
        {
            using var body = new StringContent(SomeRecords.Json(sequence: sequence), Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync("/counts", body);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        Assert.Contains("aed_station_records_stored_total 20\n", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        sockets.ForEach(s => s.Dispose());
        folder.Delete(recursive: true);
    }
}
