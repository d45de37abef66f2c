using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Esp32Aed.Mosquitto;
using Esp32Aed.VirtualBoard.Api;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;

namespace Esp32Aed.VirtualBoard;

/// <summary>One connection of libmosquitto, for one client of the board.</summary>
internal sealed unsafe class MosquittoLink : IDisposable
{
    private const int ConnectSeconds = 30;
    private const int LogErrorLevel = 8;
    private const int LoopMilliseconds = 200;
    private const int FirstYearOfASetClock = 2000;

    private readonly MqttClient owner;
    private readonly Lock gate = new();
    private readonly ManualResetEventSlim connectAnswered = new();
    private readonly Dictionary<int, ushort> ids = [];
    private GCHandle self;
    private nint client;
    private DirectoryInfo? folder;
    private int connectReason;
    private string? lastError;
    private System.Threading.Thread? loop;
    private volatile bool isEnding;

    public MosquittoLink(MqttClient owner, string clientId, int protocolVersion, bool cleanSession)
    {
        Libmosquitto.Require();
        this.owner = owner;
        self = GCHandle.Alloc(this);
        client = Libmosquitto.mosquitto_new(clientId, cleanSession, GCHandle.ToIntPtr(self));
        _ = Libmosquitto.mosquitto_threaded_set(client, threaded: true);
        _ = Libmosquitto.mosquitto_int_option(client, Libmosquitto.OptionTcpNoDelay, 1);
        _ = Libmosquitto.mosquitto_int_option(client, Libmosquitto.OptionProtocolVersion, protocolVersion);
        Libmosquitto.mosquitto_connect_callback_set(client, &OnConnect);
        Libmosquitto.mosquitto_publish_callback_set(client, &OnPublish);
        Libmosquitto.mosquitto_subscribe_callback_set(client, &OnSubscribe);
        Libmosquitto.mosquitto_message_callback_set(client, &OnMessage);
        Libmosquitto.mosquitto_log_callback_set(client, &OnLog);
    }

    /// <summary>The connection was there and is no more.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Encrypts the connection; the library wants files, which live as long as the connecting.</summary>
    public void UseTls(X509Certificate? authority, X509Certificate? own, System.DateTime boardTime)
    {
        if (authority is null || boardTime.Year < FirstYearOfASetClock)
        {
            throw Refused(authority is null ? "the board keeps no authority's certificate" : "the certificate is not valid yet by the board's clock");
        }

        folder = System.IO.Directory.CreateTempSubdirectory("aed-tls-");
        var authorityFile = FileOf("ca.pem", authority.Pem);
        var error = own is X509Certificate2 pair
            ? Libmosquitto.mosquitto_tls_set(client, authorityFile, null, FileOf("own.pem", pair.Pem), FileOf("key.pem", pair.KeyPem), 0)
            : Libmosquitto.mosquitto_tls_set(client, authorityFile, null, null, null, 0);
        if (error == 0)
        {
            error = Libmosquitto.mosquitto_tls_opts_set(client, Libmosquitto.VerifyPeer, "tlsv1.2", null);
        }

        if (error != 0)
        {
            throw Refused(Libmosquitto.Describe(error));
        }
    }

    /// <summary>Connects and waits for the broker's answer.</summary>
    /// <returns>The answer's code; 0 for yes.</returns>
    public int Connect(string host, int port, int keepAliveSeconds, string? user, string? password)
    {
        try
        {
            if (user is not null)
            {
                _ = Libmosquitto.mosquitto_username_pw_set(client, user, password);
            }

            var error = Libmosquitto.mosquitto_connect(client, host, port, keepAliveSeconds);
            if (error != 0)
            {
                throw Refused(lastError ?? Libmosquitto.Describe(error));
            }

            loop = new System.Threading.Thread(Loop) { IsBackground = true, Name = "mosquitto" };
            loop.Start();

            if (!connectAnswered.Wait(TimeSpan.FromSeconds(ConnectSeconds)))
            {
                throw Refused("no answer");
            }

            return connectReason >= 0 ? connectReason : throw Refused(lastError ?? "the connection was closed");
        }
        finally
        {
            folder?.Delete(recursive: true);
            folder = null;
        }
    }

    /// <summary>Sends a message, which the client knows by an identifier of its own.</summary>
    /// <returns>Whether there was a connection.</returns>
    public bool Publish(ushort id, string topic, byte[] message, int qos, bool retain)
    {
        lock (gate)
        {
            var error = Libmosquitto.mosquitto_publish(client, out var libraryId, topic, message.Length, message, qos, retain);
            ids[libraryId] = id;
            return error == 0 && !IsBroken;
        }
    }

    /// <summary>Subscribes to a topic.</summary>
    public void Subscribe(ushort id, string topic, int qos)
    {
        lock (gate)
        {
            if (Libmosquitto.mosquitto_subscribe(client, out var libraryId, topic, qos) == 0)
            {
                ids[libraryId] = id;
            }
        }
    }

    public void Dispose()
    {
        if (client != 0)
        {
            _ = Libmosquitto.mosquitto_disconnect(client);
            isEnding = true;
            loop?.Join();
            Libmosquitto.mosquitto_destroy(client);
            client = 0;
            self.Free();
        }

        folder?.Delete(recursive: true);
        folder = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint client, nint context, int reason)
    {
        var me = Of(context);
        me.connectReason = reason;
        me.connectAnswered.Set();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint client, nint context, int messageId) => Of(context).Acknowledge(messageId);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(nint client, nint context, int messageId, int count, int* granted) => Of(context).Acknowledge(messageId);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint client, nint context, MosquittoMessage* message) =>
        Of(context).owner.Receive(
            Marshal.PtrToStringUTF8((nint)message->Topic) ?? string.Empty,
            new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).ToArray(),
            message->Qos,
            message->Retain != 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint client, nint context, int level, byte* text)
    {
        if (level == LogErrorLevel)
        {
            Of(context).lastError = Marshal.PtrToStringUTF8((nint)text);
        }
    }

    private static MosquittoLink Of(nint context) => (MosquittoLink)GCHandle.FromIntPtr(context).Target!;

    private static MqttConnectionException Refused(string why) =>
        new("Exception connecting to the broker", new CryptographicException(why));

    private void Loop()
    {
        // The library's own loop would reconnect, which M2Mqtt does not, and keeps some of its errors to itself.
        while (!isEnding && Libmosquitto.mosquitto_loop(client, LoopMilliseconds, 1) == 0)
        {
        }

        IsBroken = true;
        if (!connectAnswered.IsSet)
        {
            connectReason = -1;
            connectAnswered.Set();
        }

        owner.Break();
    }

    private void Acknowledge(int libraryId)
    {
        ushort id;
        lock (gate)
        {
            if (!ids.Remove(libraryId, out id))
            {
                return;
            }
        }

        owner.Acknowledge(id);
    }

    private string FileOf(string name, string content)
    {
        var path = Path.Combine(folder!.FullName, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }
}
