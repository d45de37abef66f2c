namespace Esp32Aed.KernelGenerator;

/// <summary>Writes what follows the spectrum: powers, mel bands, logarithms, hearing range and DCT.</summary>
/// <param name="settings">What the kernel is made for.</param>
/// <param name="program">The method.</param>
internal sealed class BackEnd(KernelSettings settings, StackProgram program)
{
    /// <summary>Whether the logarithm is a method.</summary>
    public bool CallsLog { get; init; }

    /// <summary>Where turns have their factors if not in the code.</summary>
    public HeldFactors? Factors { get; init; }

    /// <summary>The DCT if it is a loop.</summary>
    public DctLoop? Loop { get; init; }

    /// <summary>Writes it, and before each bin what leads to it.</summary>
    /// <param name="spectrum">The graph of the spectrum.</param>
    public void Write(Spectrum spectrum)
    {
        var scheduler = new Scheduler(program, settings.FrameLength, Factors);
        var powers = new PowerStage(settings, program, scheduler, spectrum).Write();
        var logs = new MelStage(settings, program, new LogStage(program, CallsLog)).Write(powers);
        new HearingStage(program).Write(logs);
        if (Loop is not null)
        {
            Loop.Write(logs);
        }
        else
        {
            new DctStage(settings, program).Write(logs);
        }
    }
}
