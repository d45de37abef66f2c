using System;
using System.IO;
using System.Text;
using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>
/// Tells Home Assistant of the sensor through the broker: the descriptions, retained, only when they have changed since the last time (each
/// wake from deep sleep is a restart) or when asked to; and the state, retained, at the end of each session. What was told is kept in a
/// file: the CRC-32 of the descriptions (4 bytes, little-endian), then the names of the entities, so that those which a new model no
/// longer has are taken back.
/// </summary>
public sealed class HomeAssistantReport
{
    private const int ChecksumBytes = 4;

    private readonly HomeAssistant description;
    private readonly IDeliveredTotals totals;
    private readonly StateFile told;
    private bool isTold;

    /// <summary>Makes the report.</summary>
    /// <param name="description">The sensor's entities.</param>
    /// <param name="totals">Counts so far.</param>
    /// <param name="told">Keeps what was told.</param>
    public HomeAssistantReport(HomeAssistant description, IDeliveredTotals totals, StateFile told)
    {
        this.description = description;
        this.totals = totals;
        this.told = told;
    }

    /// <summary>Publishes the descriptions, unless the broker has them.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="isForced">They are published in any case, once: for a broker that may have forgotten them.</param>
    /// <param name="patience">Limits the waits.</param>
    /// <exception cref="ReportException">The broker does not confirm.</exception>
    public void Describe(MqttConnection connection, bool isForced, SessionPatience patience)
    {
        if (isTold)
        {
            return;
        }

        var before = told.Read();
        var now = WhatIsTold();
        if (isForced || !IsSame(before, now))
        {
            TakeBack(before, connection, patience);
            for (var e = 0; e < description.Count; e++)
            {
                connection.Publish(description.TopicOf(description.ObjectOf(e)), Encoding.UTF8.GetBytes(description.ConfigOf(e)), true, patience);
            }

            Keep(now);
        }

        isTold = true;
    }

    /// <summary>Publishes the state.</summary>
    /// <exception cref="ReportException">The broker does not confirm.</exception>
    public void Tell(SessionSum session, MqttConnection connection, SessionPatience patience)
    {
        if (session.Newest != null && session.Newest.ModelChecksum == description.ModelChecksum)
        {
            connection.Publish(description.StateTopic, Encoding.UTF8.GetBytes(description.StateOf(totals, session)), true, patience);
        }
    }

    private static bool IsSame(byte[] one, byte[] other)
    {
        if (one == null || one.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i])
            {
                return false;
            }
        }

        return true;
    }

    private byte[] WhatIsTold()
    {
        var configs = new StringBuilder();
        var names = new StringBuilder();
        for (var e = 0; e < description.Count; e++)
        {
            configs.Append(description.ConfigOf(e));
            names.Append(description.ObjectOf(e));
            names.Append('\n');
        }

        var configBytes = Encoding.UTF8.GetBytes(configs.ToString());
        var nameBytes = Encoding.UTF8.GetBytes(names.ToString());
        var now = new byte[ChecksumBytes + nameBytes.Length];
        Array.Copy(BitConverter.GetBytes(Crc32.Compute(configBytes, 0, configBytes.Length)), 0, now, 0, ChecksumBytes);
        Array.Copy(nameBytes, 0, now, ChecksumBytes, nameBytes.Length);
        return now;
    }

    private void TakeBack(byte[] before, MqttConnection connection, SessionPatience patience)
    {
        if (before == null || before.Length <= ChecksumBytes)
        {
            return;
        }

        foreach (var name in Encoding.UTF8.GetString(before, ChecksumBytes, before.Length - ChecksumBytes).Split('\n'))
        {
            if (name.Length > 0 && !IsDescribed(name))
            {
                // An empty description takes an entity back.
                connection.Publish(description.TopicOf(name), Encoding.UTF8.GetBytes(string.Empty), true, patience);
            }
        }
    }

    private bool IsDescribed(string name)
    {
        for (var e = 0; e < description.Count; e++)
        {
            if (description.ObjectOf(e) == name)
            {
                return true;
            }
        }

        return false;
    }

    private void Keep(byte[] now)
    {
        try
        {
            told.Write(now);
        }
        catch (IOException e)
        {
            // They are published again after the next restart, which does no harm.
            Console.WriteLine("report: what Home Assistant was told can't be kept: " + e.Message);
        }
    }
}
