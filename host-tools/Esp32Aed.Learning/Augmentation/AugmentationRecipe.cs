using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>
/// Which augmentations are applied, how far and how often. A part that is taken away or changed leaves what the others draw as it was, so
/// that recipes can be compared.
/// </summary>
public sealed class AugmentationRecipe
{
    /// <summary>None: recordings stay as they are.</summary>
    public static readonly AugmentationRecipe Empty = new([]);

    /// <summary>All, in the order in which a sound meets them: source, room, other sounds, microphone, converter. Each is applied to some of the variants.</summary>
    public static readonly AugmentationRecipe Standard = new(
    [
        new SpeedChange { Probability = 0.2 },
        new TimeStretch { Probability = 0.2 },
        new PitchShift { Probability = 0.2 },
        new RoomEcho { Probability = 0.3 },
        new BackgroundMix { Probability = 0.4 },
        new ColouredNoise { Probability = 0.2 },
        new MicrophoneResponse { Probability = 0.5 },
        new GainChange(),
        new TimeShift(),
    ]);

    /// <summary>Takes the parts.</summary>
    /// <param name="parts">In the order in which they are applied; no two of one name.</param>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public AugmentationRecipe(IReadOnlyList<AugmentationPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Parts = [.. parts];
        if (Names.Distinct(StringComparer.Ordinal).Count() < Parts.Count)
        {
            throw new ArgumentException($"a part stands twice: {string.Join(", ", Names)}", nameof(parts));
        }
    }

    /// <summary>The parts, in the order in which they are applied.</summary>
    public IReadOnlyList<AugmentationPart> Parts { get; }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. Parts.Select(part => part.Name)];

    /// <summary>The recipe with some parts left out.</summary>
    /// <exception cref="UserFaultException">It has no part of that name.</exception>
    public AugmentationRecipe Without(params IReadOnlyList<string> names)
    {
        Require(names);
        return new([.. Parts.Where(part => !names.Contains(part.Name, StringComparer.Ordinal))]);
    }

    /// <summary>The recipe with all parts but these left out.</summary>
    /// <exception cref="UserFaultException">It has no part of that name.</exception>
    public AugmentationRecipe Only(params IReadOnlyList<string> names)
    {
        Require(names);
        return new([.. Parts.Where(part => names.Contains(part.Name, StringComparer.Ordinal))]);
    }

    /// <summary>The recipe with a part in the place of the one of its name, or at its end.</summary>
    public AugmentationRecipe With(AugmentationPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return Names.Contains(part.Name, StringComparer.Ordinal)
            ? new([.. Parts.Select(old => string.Equals(old.Name, part.Name, StringComparison.Ordinal) ? part : old)])
            : new([.. Parts, part]);
    }

    /// <summary>The recipe with every part applied to every variant.</summary>
    public AugmentationRecipe Always() => new([.. Parts.Select(part => part with { Probability = 1 })]);

    private void Require(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (!Names.Contains(name, StringComparer.Ordinal))
            {
                throw new UserFaultException(
                    FaultKind.Settings, $"augmentation '{name}': there is none of that name; choose from {string.Join(", ", Names)}");
            }
        }
    }
}
