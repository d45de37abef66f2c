namespace Esp32Aed.KernelGenerator;

/// <summary>
/// Factors of turns in locals: four operations more for the pair of turns that share cosine and sine, and half the code of eight constants.
/// </summary>
internal sealed class HeldFactors(StackProgram program)
{
    // The latest is last: bins demand turns of two sizes by turns.
    private readonly List<(string Cosine, string Sine, long C, long S)> held = [("c", "s", 0, 0), ("g", "h", 0, 0)];

    /// <summary>The names of all locals.</summary>
    public static string Locals => "c, s, g, h";

    /// <summary>Sees to it that a turn's factors are held.</summary>
    public void Hold(LinearNode turn)
    {
        long c = Math.Abs(turn.Rows[0].Ma);
        long s = Math.Abs(turn.Rows[0].Mb);
        int at = held.FindIndex(pair => pair.C == c && pair.S == s);
        var pair = held[Math.Max(at, 0)];
        held.Remove(pair);
        held.Add(pair with { C = c, S = s });
        if (at < 0)
        {
            program.Statement($"{pair.Cosine} = {StackProgram.Literal(c)};");
            program.Statement($"{pair.Sine} = {StackProgram.Literal(s)};");
        }
    }

    /// <summary>The local of a factor, or null.</summary>
    public string? Find(long factor) =>
        held[^1].C == factor ? held[^1].Cosine : held[^1].S == factor ? held[^1].Sine : null;
}
