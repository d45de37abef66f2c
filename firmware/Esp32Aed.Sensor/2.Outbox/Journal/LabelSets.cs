using System.Collections;

namespace Esp32Aed.Sensor;

/// <summary>The label sets that the journal has met since the sensor started.</summary>
public sealed class LabelSets
{
    private readonly ArrayList sets = new ArrayList();

    /// <summary>The set of a tag, or null.</summary>
    public LabelSet Find(uint tag)
    {
        foreach (LabelSet set in sets)
        {
            if (set.Tag == tag)
            {
                return set;
            }
        }

        return null;
    }

    /// <summary>The set of a record.</summary>
    public LabelSet Of(CountRecord record)
    {
        foreach (LabelSet set in sets)
        {
            if (set.IsOf(record))
            {
                return set;
            }
        }

        var added = LabelSet.Of(record);
        sets.Add(added);
        return added;
    }

    /// <summary>Adds a set that was read.</summary>
    public void Add(LabelSet set)
    {
        if (Find(set.Tag) == null)
        {
            sets.Add(set);
        }
    }
}
