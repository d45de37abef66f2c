using System.Text;

namespace Esp32Aed.Load;

/// <summary>The few packets of MQTT 3.1.1 that the load needs.</summary>
internal static class MqttFrames
{
    public const byte PublishWithQos1 = 0x32;
    public const byte Acknowledgement = 0x40;
    private const byte SubscriptionAnswer = 0x90;

    /// <summary>Connects with a clean session, and waits for the answer.</summary>
    public static void Connect(Stream stream, Stream answers, string id)
    {
        var name = Encoding.UTF8.GetBytes(id);
        stream.Write([0x10, (byte)(12 + name.Length), 0, 4, .. "MQTT"u8, 4, 2, 0, 0, 0, (byte)name.Length, .. name]);
        stream.Flush();
        Span<byte> answer = stackalloc byte[4];
        answers.ReadExactly(answer);
        if (answer[3] != 0)
        {
            throw new InvalidOperationException($"the broker refuses the connection ({answer[3]})");
        }
    }

    /// <summary>Subscribes with QoS 1, and waits for the answer.</summary>
    public static void Subscribe(Stream stream, string topic)
    {
        var name = Encoding.UTF8.GetBytes(topic);
        stream.Write([0x82, (byte)(5 + name.Length), 0, 1, 0, (byte)name.Length, .. name, 1]);
        stream.Flush();
        Span<byte> answer = stackalloc byte[5];
        stream.ReadExactly(answer);
        if (answer[0] != SubscriptionAnswer || answer[4] != 1)
        {
            throw new InvalidOperationException("the broker refuses the subscription");
        }
    }

    /// <summary>Writes a message with QoS 1.</summary>
    public static void Publish(Stream stream, ushort id, string topic, byte[] payload)
    {
        var name = Encoding.UTF8.GetBytes(topic);
        stream.WriteByte(PublishWithQos1);
        for (var rest = name.Length + payload.Length + 4; ; rest >>= 7)
        {
            stream.WriteByte((byte)(rest > 127 ? (rest & 127) | 128 : rest));
            if (rest <= 127)
            {
                break;
            }
        }

        stream.Write([(byte)(name.Length >> 8), (byte)name.Length, .. name, (byte)(id >> 8), (byte)id]);
        stream.Write(payload);
    }

    /// <summary>Takes a packet off the front of what was received.</summary>
    /// <param name="received">What was received; shortened by the packet.</param>
    /// <param name="type">The packet's first byte.</param>
    /// <param name="content">What follows its length.</param>
    /// <returns>False if the packet is not complete yet.</returns>
    public static bool TryTake(ref ReadOnlyMemory<byte> received, out byte type, out ReadOnlyMemory<byte> content)
    {
        type = 0;
        content = default;
        var length = 0;
        for (var i = 1; i < received.Length && i <= 4; i++)
        {
            var digit = received.Span[i];
            length |= (digit & 127) << (7 * (i - 1));
            if (digit < 128)
            {
                if (received.Length < i + 1 + length)
                {
                    return false;
                }

                type = received.Span[0];
                content = received.Slice(i + 1, length);
                received = received[(i + 1 + length)..];
                return true;
            }
        }

        return false;
    }
}
