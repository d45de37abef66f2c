using System.Security.Cryptography;
using System.Text;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests.Care;

public sealed class UpdateEnvelopeTests
{
    private static readonly byte[] Payload = Encoding.ASCII.GetBytes("what the update brings");
    private static readonly byte[] Message = new UpdateEnvelope(UpdateKind.Settings, "yard-1", 70000, Payload).Seal(CareBench.Key);

    [Fact]
    public void What_was_sealed_is_read_back()
    {
        var update = UpdateEnvelope.Parse(Message, CareBench.Key);
        Assert.Equal(UpdateKind.Settings, update.Kind);
        Assert.Equal("yard-1", update.Device);
        Assert.Equal(70000, update.Serial);
        Assert.Equal(Payload, update.Payload);
        Assert.Equal(HMACSHA256.HashData(CareBench.Key, Message[..^32]), Message[^32..]);
    }

    [Fact]
    public void Any_bit_of_any_byte_that_differs_is_refused()
    {
        for (var bit = 0; bit < Message.Length * 8; bit++)
        {
            var damaged = (byte[])Message.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(damaged, CareBench.Key);
        }
    }

    [Fact]
    public void Any_message_that_is_cut_or_goes_on_is_refused()
    {
        for (var length = 0; length < Message.Length; length++)
        {
            Refused(Message[..length], CareBench.Key);
        }

        Refused([.. Message, 0], CareBench.Key);
    }

    [Fact]
    public void Any_bit_of_the_key_counts()
    {
        for (var bit = 0; bit < 256; bit++)
        {
            var key = (byte[])CareBench.Key.Clone();
            key[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Contains("signature", Refused(Message, key), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_key_nothing_is_taken()
    {
        Assert.Contains("key", Refused(Message, null), StringComparison.Ordinal);
        Assert.Contains("key", Refused(Message, []), StringComparison.Ordinal);
        Refused(null, CareBench.Key);
    }

    [Theory]
    [InlineData(UpdateKind.Model, UpdateEnvelope.MaximumModelBytes)]
    [InlineData(UpdateKind.Settings, UpdateEnvelope.MaximumSettingsBytes)]
    public void The_largest_payload_fits_and_one_byte_more_does_not(UpdateKind kind, int most)
    {
        var name = new string('d', 32);
        var message = new UpdateEnvelope(kind, name, 1, new byte[most]).Seal(CareBench.Key);
        Assert.Equal(most, UpdateEnvelope.Parse(message, CareBench.Key).Payload.Length);
        Assert.Throws<UpdateException>(() => new UpdateEnvelope(kind, name, 1, new byte[most + 1]));
        Refused(Resealed(message, m => [.. m, 0], lengthAt: 7 + 32 + 4, most + 1), CareBench.Key);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(5, 2)]
    [InlineData(6, 0)]
    [InlineData(6, 33)]
    [InlineData(6, 255)]
    [InlineData(7, (byte)' ')]
    [InlineData(7, (byte)'/')]
    [InlineData(16, 0x80)]
    [InlineData(17, 1)]
    [InlineData(20, 0x80)]
    public void A_signed_message_that_makes_no_sense_is_refused(int at, byte value) =>
        Refused(Resealed(Message, m => { m[at] = value; return m; }), CareBench.Key);

    [Fact]
    public void A_serial_of_0_is_none() => Refused(Resealed(Message, m => { m.AsSpan(13, 4).Clear(); return m; }), CareBench.Key);

    private static byte[] Resealed(byte[] message, Func<byte[], byte[]> change, int lengthAt = -1, int length = 0)
    {
        var signed = change(message[..^32]);
        if (lengthAt >= 0)
        {
            BitConverter.GetBytes(length).CopyTo(signed, lengthAt);
        }

        return [.. signed, .. HMACSHA256.HashData(CareBench.Key, signed)];
    }

    private static string Refused(byte[]? message, byte[]? key)
    {
        var refusal = Assert.Throws<UpdateException>(() => UpdateEnvelope.Parse(message, key));
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }
}
