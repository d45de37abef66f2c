using System.Text.Json;
using System.Text.Unicode;

namespace Esp32Aed.Station;

/// <summary>
/// What one post holds: a record, or an array of them. A bad record of an array is refused with its reason and does not keep the others
/// from being stored.
/// </summary>
/// <param name="IsArray">It was an array.</param>
/// <param name="Records">The good ones, in the order of the post.</param>
/// <param name="Refused">The bad ones.</param>
public sealed record Post(bool IsArray, IReadOnlyList<SensorRecord> Records, IReadOnlyList<Refusal> Refused)
{
    /// <summary>Most bytes of one record.</summary>
    public const int MostRecordBytes = 64 * 1024;

    /// <summary>Most bytes of an array.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>Most records in one array.</summary>
    public const int MostRecords = 5000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>Reads and checks a post.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="now">Time of its arrival.</param>
    /// <param name="mayPost">Why a device's record is not taken here, or null if it is.</param>
    /// <exception cref="FormatException">It is neither record nor array; the message is one line that says why.</exception>
    public static Post Read(ReadOnlyMemory<byte> body, DateTimeOffset now, Func<string, string?> mayPost)
    {
        ArgumentNullException.ThrowIfNull(mayPost);
        if (body.Length > MostBytes)
        {
            throw new FormatException($"the body has more than {MostBytes} bytes");
        }

        if (!Utf8.IsValid(body.Span))
        {
            throw new FormatException("the body is not UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(body, Options);
            var root = document.RootElement;
            var isArray = root.ValueKind == JsonValueKind.Array;
            if (!isArray && body.Length > MostRecordBytes)
            {
                throw new FormatException($"a record has more than {MostRecordBytes} bytes");
            }

            if (isArray && root.GetArrayLength() > MostRecords)
            {
                throw new FormatException($"the array has more than {MostRecords} records");
            }

            var records = new List<SensorRecord>();
            var refused = new List<Refusal>();
            var index = 0;
            foreach (var value in isArray ? root.EnumerateArray().AsEnumerable() : [root])
            {
                try
                {
                    var record = RecordCheck.Read(value, now);
                    if (mayPost(record.Device) is { } reason)
                    {
                        refused.Add(new Refusal(index, reason, IsForbidden: true));
                    }
                    else
                    {
                        records.Add(record);
                    }
                }
                catch (FormatException error)
                {
                    refused.Add(new Refusal(index, error.Message, IsForbidden: false));
                }

                index++;
            }

            return new Post(isArray, records, refused);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new FormatException("the body is not JSON: " + OneLine(error.Message), error);
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}

/// <summary>A record that was not taken.</summary>
/// <param name="Index">Its place in the array, from 0.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="IsForbidden">The record is right, but its sender may not post for this device.</param>
public sealed record Refusal(int Index, string Reason, bool IsForbidden);
