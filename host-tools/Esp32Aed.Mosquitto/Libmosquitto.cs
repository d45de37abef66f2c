using System.Reflection;
using System.Runtime.InteropServices;

namespace Esp32Aed.Mosquitto;

/// <summary>The C interface of libmosquitto 2 (mosquitto.h), as far as it is needed here. Functions return 0 when all is well.</summary>
public static unsafe partial class Libmosquitto
{
    internal const int OptionProtocolVersion = 1;
    internal const int OptionReceiveMaximum = 4;
    internal const int OptionTcpNoDelay = 11;
    internal const int ProtocolVersion5 = 5;
    internal const int PropertySessionExpiry = 17;
    internal const int VerifyPeer = 1;

    private const string Library = "mosquitto";

    private static readonly string[] FileNames =
        OperatingSystem.IsWindows() ? ["mosquitto.dll", @"C:\Program Files\mosquitto\mosquitto.dll"]
        : OperatingSystem.IsMacOS() ? ["libmosquitto.1.dylib", "libmosquitto.dylib", "/opt/homebrew/lib/libmosquitto.1.dylib", "/usr/local/lib/libmosquitto.1.dylib"]
        : ["libmosquitto.so.1", "libmosquitto.so"];

    private static readonly Lazy<int> Initialised = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(Libmosquitto).Assembly, Resolve);
        return mosquitto_lib_init();
    });

    /// <summary>Loads the library, if it is not loaded yet.</summary>
    /// <exception cref="MissingLibraryException">It is not installed.</exception>
    public static void Require()
    {
        try
        {
            _ = Initialised.Value;
        }
        catch (DllNotFoundException e)
        {
            throw new MissingLibraryException(
                "the MQTT library libmosquitto is not installed; install the package libmosquitto1 (Debian, Ubuntu), mosquitto (Homebrew) or Eclipse Mosquitto (Windows)", e);
        }
    }

    /// <summary>What an error of the library means, in its own words.</summary>
    internal static string Describe(int error) => Marshal.PtrToStringUTF8(mosquitto_strerror(error)) ?? "error " + error;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint mosquitto_new(string id, [MarshalAs(UnmanagedType.U1)] bool cleanSession, nint context);

    [LibraryImport(Library)]
    internal static partial void mosquitto_destroy(nint client);

    [LibraryImport(Library)]
    internal static partial int mosquitto_int_option(nint client, int option, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_username_pw_set(nint client, string? user, string? password);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_connect(nint client, string host, int port, int keepAliveSeconds);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_connect_bind_v5(nint client, string host, int port, int keepAliveSeconds, string? bindAddress, nint properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_property_add_int32(ref nint properties, int identifier, uint value);

    [LibraryImport(Library)]
    internal static partial void mosquitto_property_free_all(ref nint properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_disconnect(nint client);

    [LibraryImport(Library)]
    internal static partial int mosquitto_loop_start(nint client);

    [LibraryImport(Library)]
    internal static partial int mosquitto_loop_stop(nint client, [MarshalAs(UnmanagedType.U1)] bool force);

    [LibraryImport(Library)]
    internal static partial int mosquitto_threaded_set(nint client, [MarshalAs(UnmanagedType.U1)] bool threaded);

    [LibraryImport(Library)]
    internal static partial int mosquitto_loop(nint client, int milliseconds, int maximumPackets);

    [LibraryImport(Library)]
    internal static partial int mosquitto_loop_read(nint client, int mostPackets);

    [LibraryImport(Library)]
    internal static partial int mosquitto_loop_write(nint client, int mostPackets);

    [LibraryImport(Library)]
    internal static partial int mosquitto_loop_misc(nint client);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool mosquitto_want_write(nint client);

    [LibraryImport(Library)]
    internal static partial int mosquitto_socket(nint client);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_publish(nint client, out int messageId, string topic, int length, byte[] payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_subscribe(nint client, out int messageId, string topic, int qos);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_set(nint client, string authorityFile, string? authorityFolder, string? certificateFile, string? keyFile, nint passwordCallback);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_opts_set(nint client, int verification, string? version, string? ciphers);

    [LibraryImport(Library)]
    internal static partial void mosquitto_subscribe_callback_set(nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_message_callback_set(nint client, delegate* unmanaged[Cdecl]<nint, nint, MosquittoMessage*, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_log_callback_set(nint client, delegate* unmanaged[Cdecl]<nint, nint, int, byte*, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_connect_callback_set(nint client, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_publish_callback_set(nint client, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);

    [LibraryImport(Library)]
    private static partial int mosquitto_lib_init();

    [LibraryImport(Library)]
    private static partial nint mosquitto_strerror(int error);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        foreach (var file in name == Library ? FileNames : [])
        {
            if (NativeLibrary.TryLoad(file, assembly, searchPath, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }
}

/// <summary>A message as libmosquitto hands it over (struct mosquitto_message).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MosquittoMessage
{
    public int Id;
    public byte* Topic;
    public byte* Payload;
    public int PayloadLength;
    public int Qos;
    public byte Retain;
}
