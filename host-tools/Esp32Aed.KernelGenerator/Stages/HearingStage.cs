namespace Esp32Aed.KernelGenerator;

/// <summary>Writes the hearing range: the loudest band, and the threshold that the others are raised to.</summary>
internal sealed class HearingStage(StackProgram program)
{
    /// <summary>Applies it to the log-mel values, and hands them out where they are wanted.</summary>
    /// <param name="logs">The locals of the values.</param>
    public void Write(int[] logs)
    {
        int slot = program.Allocate();
        string loudest = StackProgram.Name(slot);
        string[] names = [.. logs.Select(StackProgram.Name)];
        program.Statement($"{loudest} = {names[0]};");
        foreach (string name in names.Skip(1))
        {
            program.Statement($"if ({name} > {loudest}) {loudest} = {name};");
        }

        program.Statement($"{loudest} = hearing.Follow((int){loudest});");
        foreach (string name in names)
        {
            program.Statement($"if ({name} < {loudest}) {name} = {loudest};");
        }

        program.Statement("if (logMel != null)");
        program.Statement("{");
        for (int b = 0; b < names.Length; b++)
        {
            program.Statement($"    logMel[{b}] = (int){names[b]};");
        }

        program.Statement("}");
        program.Free(slot);
    }
}
