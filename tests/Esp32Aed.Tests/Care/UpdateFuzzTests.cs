using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests.Care;

/// <summary>Random and mutated messages, signed or not. <c>AED_FUZZ</c> is how many, 20,000 if it is not set.</summary>
public sealed class UpdateFuzzTests
{
    private const string Secret = "5ecret-of-the-broker";

    private static readonly int Inputs =
        int.TryParse(Environment.GetEnvironmentVariable("AED_FUZZ"), CultureInfo.InvariantCulture, out var inputs) ? inputs : 20_000;

    [Fact]
    public void A_message_is_read_or_refused_with_one_line()
    {
        var random = new Random(1);
        int read = 0, refused = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var message = Message(random);
            try
            {
                var update = UpdateEnvelope.Parse(message, CareBench.Key);
                Assert.InRange(update.Payload.Length, 1, UpdateEnvelope.MaximumModelBytes);
                read++;
            }
            catch (UpdateException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
        }

        Assert.True(read > Inputs / 10 && refused > Inputs / 10, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Nothing_offered_harms_the_sensor_or_tells_a_secret()
    {
        using var bench = new CareBench();
        var lines = new List<string>();
        using var board = new Board(new BoardOptions { DriveFolder = bench.Drive, Sound = new BoardSound([], 8000), Printed = lines.Add });
        var random = new Random(2);
        var secrets = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(CareBench.Secrets) + "[mqtt]\npassword = " + Secret + "\n");
        var key = Convert.ToHexString(CareBench.Key);
        var taken = Bench.Run(board, () =>
        {
            var count = 0;
            for (var i = 0; i < Inputs / 10; i++)
            {
                var slots = new UpdateSlots("I:\\", isFromSleep: false);
                slots.Begin(random.Next(2) == 0 ? null : "crash");
                var settings = slots.LoadSettings(CareBench.ConfigPath, secrets);
                slots.LoadModel(CareBench.ModelPath);
                var inbox = new CareInbox(slots, settings, secrets, [], "I:\\", "nf.config");
                for (var offer = 0; offer < 10; offer++)
                {
                    count += inbox.Offer(Message(random)) ? 1 : 0;
                    Tell(slots.Outcome);
                }
            }

            return count;
        });
        lines.ForEach(Tell);
        Assert.True(taken > 0);
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line.Contains("can't be checked", StringComparison.Ordinal));

        void Tell(string? text)
        {
            Assert.DoesNotContain(Secret, text ?? string.Empty, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(key, text ?? string.Empty, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static byte[] Message(Random random)
    {
        if (random.Next(4) == 0)
        {
            return Bytes(random, random.Next(300));
        }

        var isModel = random.Next(2) == 0;
        var payload = isModel ? CareBench.Model(random.Next(1, 9)) : Encoding.ASCII.GetBytes(
            $"[device]\nname = yard-1\n[microphone]\nbck = 26\nws = 25\ndata = 33\n[model]\nfile = model.aed\n[report]\nkind = mqtt\nevery = {random.Next(1, 99)}\n[mqtt]\nhost = a\n[care]\naccept = yes\n");
        if (random.Next(3) > 0)
        {
            payload = Mutated(random, payload);
            payload = isModel && payload.Length > 12 && random.Next(2) == 0 ? CareBench.WithChecksum(payload) : payload;
        }

        var update = new UpdateEnvelope(isModel ? UpdateKind.Model : UpdateKind.Settings, "yard-1", random.Next(1, int.MaxValue), payload.Length == 0 ? [0] : payload);
        var message = update.Seal(CareBench.Key);
        return random.Next(4) switch
        {
            0 => Mutated(random, message),
            1 => Signed(Mutated(random, message[..^32])),
            _ => message,
        };
    }

    private static byte[] Signed(byte[] bytes) => [.. bytes, .. HMACSHA256.HashData(CareBench.Key, bytes)];

    private static byte[] Mutated(Random random, byte[] bytes)
    {
        var changed = (byte[])bytes.Clone();
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            changed[random.Next(random.Next(2) == 0 ? Math.Min(60, changed.Length) : changed.Length)] = (byte)random.Next(256);
        }

        return random.Next(4) switch
        {
            0 => changed[..random.Next(changed.Length)],
            1 => [.. changed, .. Bytes(random, random.Next(1, 50))],
            _ => changed,
        };
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
