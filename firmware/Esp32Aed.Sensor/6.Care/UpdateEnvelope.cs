using System;
using System.Security.Cryptography;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>
/// A new model or new settings as one signed message, little-endian:
/// <code>
/// bytes  what
///     4  "AEDU"
///     1  version of the format, 1
///     1  kind: 0 = model, 1 = settings
///     1  length of the device's name, then the name in ASCII; "*" is every device
///     4  serial number, 1 or more: of one kind, a device takes rising numbers only, so nothing can be replayed
///     4  length of the payload, then the payload: a model file or an nf.config
///    32  HMAC-SHA256 of all that precedes, with the key of nf.secrets, [care] key
/// </code>
/// </summary>
public sealed class UpdateEnvelope
{
    /// <summary>Name that stands for every device.</summary>
    public const string EveryDevice = "*";

    /// <summary>Largest model file, bytes.</summary>
    public const int MaximumModelBytes = 16384;

    /// <summary>Largest nf.config, bytes.</summary>
    public const int MaximumSettingsBytes = 8192;

    /// <summary>Largest message, bytes.</summary>
    public const int MaximumBytes = HeadBytes + MaximumNameLength + NumberBytes + MaximumModelBytes + SignatureBytes;

    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private const int Version = 1;
    private const int HeadBytes = 7;
    private const int NumberBytes = 8;
    private const int MaximumNameLength = 32;
    private const int SignatureBytes = 32;

    private static readonly byte[] Magic = { (byte)'A', (byte)'E', (byte)'D', (byte)'U' };

    /// <summary>Makes an update.</summary>
    /// <param name="kind">What it brings.</param>
    /// <param name="device">Name of the device, or <see cref="EveryDevice"/>.</param>
    /// <param name="serial">Serial number, 1 or more.</param>
    /// <param name="payload">A model file or an nf.config.</param>
    /// <exception cref="UpdateException">One of them is not allowed.</exception>
    public UpdateEnvelope(UpdateKind kind, string device, int serial, byte[] payload)
    {
        var most = kind == UpdateKind.Model ? MaximumModelBytes : MaximumSettingsBytes;
        Expect(device == EveryDevice || TextRules.IsAll(device, TextRules.NameCharacters), "its device is not a name");
        Expect(device.Length <= MaximumNameLength, "its device has more than 32 characters");
        Expect(serial >= 1, "its serial number is below 1");
        Expect(payload.Length >= 1 && payload.Length <= most, "its payload has not 1 to " + most.ToString() + " bytes");
        Kind = kind;
        Device = device;
        Serial = serial;
        Payload = payload;
    }

    /// <summary>What it brings.</summary>
    public UpdateKind Kind { get; }

    /// <summary>Name of the device it is for, or <see cref="EveryDevice"/>.</summary>
    public string Device { get; }

    /// <summary>Serial number, 1 or more.</summary>
    public int Serial { get; }

    /// <summary>The model file or nf.config.</summary>
    public byte[] Payload { get; }

    /// <summary>"model" or "settings".</summary>
    public static string NameOf(UpdateKind kind) => kind == UpdateKind.Model ? "model" : "settings";

    /// <summary>Reads a message and checks its signature.</summary>
    /// <param name="message">The message; any bytes.</param>
    /// <param name="key">The key, <see cref="KeyBytes"/> bytes.</param>
    /// <exception cref="UpdateException">It is no update, too large, cut, or not signed with this key. Nothing else is ever thrown.</exception>
    public static UpdateEnvelope Parse(byte[] message, byte[] key)
    {
        Expect(key != null && key.Length == KeyBytes, "there is no key to check it by; put key into [care] of nf.secrets");
        Expect(message != null && message.Length >= HeadBytes + NumberBytes + SignatureBytes, "it is too short to be one");
        Expect(message.Length <= MaximumBytes, "it is larger than " + MaximumBytes.ToString() + " bytes");
        for (var i = 0; i < Magic.Length; i++)
        {
            Expect(message[i] == Magic[i], "it does not start with AEDU");
        }

        Expect(message[4] == Version, "its format is version " + message[4].ToString() + ", this reads version 1");
        Expect(IsSigned(message, key), "its signature is wrong: damaged, or made with another key");

        int kind = message[5];
        int nameLength = message[6];
        Expect(kind == (int)UpdateKind.Model || kind == (int)UpdateKind.Settings, "its kind is unknown to this firmware");
        var end = message.Length - SignatureBytes;
        var at = HeadBytes + nameLength;
        Expect(at + NumberBytes <= end, "it ends within its device's name");
        var length = BitConverter.ToInt32(message, at + 4);
        Expect(length == end - at - NumberBytes, "its length contradicts itself");
        var payload = new byte[length];
        Array.Copy(message, at + NumberBytes, payload, 0, length);
        return new UpdateEnvelope((UpdateKind)kind, NameIn(message, nameLength), BitConverter.ToInt32(message, at), payload);
    }

    /// <summary>The update as a signed message.</summary>
    /// <param name="key">The key, <see cref="KeyBytes"/> bytes.</param>
    public byte[] Seal(byte[] key)
    {
        var name = Encoding.UTF8.GetBytes(Device);
        var at = HeadBytes + name.Length;
        var signed = new byte[at + NumberBytes + Payload.Length];
        Array.Copy(Magic, signed, Magic.Length);
        signed[4] = Version;
        signed[5] = (byte)Kind;
        signed[6] = (byte)name.Length;
        Array.Copy(name, 0, signed, HeadBytes, name.Length);
        Array.Copy(BitConverter.GetBytes(Serial), 0, signed, at, 4);
        Array.Copy(BitConverter.GetBytes(Payload.Length), 0, signed, at + 4, 4);
        Array.Copy(Payload, 0, signed, at + NumberBytes, Payload.Length);
        var message = new byte[signed.Length + SignatureBytes];
        Array.Copy(signed, message, signed.Length);
        Array.Copy(HMACSHA256.HashData(key, signed), 0, message, signed.Length, SignatureBytes);
        return message;
    }

    // Takes as long for a wrong signature as for a right one.
    private static bool IsSigned(byte[] message, byte[] key)
    {
        var signed = new byte[message.Length - SignatureBytes];
        Array.Copy(message, signed, signed.Length);
        var signature = HMACSHA256.HashData(key, signed);
        var difference = 0;
        for (var i = 0; i < SignatureBytes; i++)
        {
            difference |= message[signed.Length + i] ^ signature[i];
        }

        return difference == 0;
    }

    private static string NameIn(byte[] message, int length)
    {
        var name = new char[length];
        for (var i = 0; i < length; i++)
        {
            name[i] = (char)message[HeadBytes + i];
        }

        return new string(name);
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new UpdateException(otherwise);
        }
    }
}
