using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Soak;

/// <summary>What befalls files on the drive between starts. States must mend themselves; for the model and the settings the owner comes by some starts later.</summary>
/// <param name="files">The drive.</param>
/// <param name="random">All chance.</param>
/// <param name="faults">Counts it.</param>
internal sealed class FileDamage(MemoryFiles files, Random random, FaultTally faults)
{
    private const double StateChance = 0.003;
    private const double ModelChance = 0.0005;
    private const double SettingsChance = 0.0005;
    private const int MostStartsToMend = 12;
    private const int ErasedBytes = 16;
    private const string NamedState = "I:\\wake\\";
    private const byte Erased = 0xFF;

    private int startsToMend;

    /// <summary>Damages what chance wants, before a start.</summary>
    /// <returns>The owner has come: model and settings are to be put in order.</returns>
    public bool MeetsOwner()
    {
        if (random.NextDouble() < StateChance)
        {
            TurnABitOfAState();
        }

        if (startsToMend > 0)
        {
            return --startsToMend == 0;
        }

        // Where a relocation was cut short it has another name for a while.
        if (random.NextDouble() < ModelChance && files.AllPaths.Contains("I:\\model.aed"))
        {
            TurnABit("I:\\model.aed");
            startsToMend = random.Next(1, MostStartsToMend);
            faults.Add("model_damaged");
        }
        else if (random.NextDouble() < SettingsChance)
        {
            var settings = files["I:\\nf.config"];
            settings.AsSpan(random.Next(settings.Length - ErasedBytes), ErasedBytes).Fill(Erased);
            startsToMend = random.Next(1, MostStartsToMend);
            faults.Add("settings_damaged");
        }

        return false;
    }

    private void TurnABitOfAState()
    {
        var states = files.AllPaths.Where(path => IsName(path) || (path.StartsWith("I:\\wifi", StringComparison.Ordinal) && files[path].Length > 0)).ToList();
        if (states.Count == 0)
        {
            return;
        }

        var state = states[random.Next(states.Count)];
        if (IsName(state))
        {
            TurnABitOfAName(state);
        }
        else
        {
            TurnABit(state);
        }

        faults.Add("state_damaged");
    }

    private static bool IsName(string path) => path.StartsWith(NamedState, StringComparison.Ordinal);

    // Whatever character it makes, as long as a name may have it.
    private void TurnABitOfAName(string path)
    {
        var name = path[NamedState.Length..].ToCharArray();
        var at = random.Next(name.Length);
        var turned = (char)(name[at] ^ (1 << random.Next(7)));
        name[at] = char.IsAsciiLetterOrDigit(turned) ? turned : '!';
        files.Rename(path, NamedState + new string(name));
    }

    private void TurnABit(string path)
    {
        var bytes = files[path];
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
    }
}
