namespace Esp32Aed.KernelGenerator;

/// <summary>Reads and windows samples: two neighbours by one read of eight bytes, or one as the top of eight bytes.</summary>
internal sealed class SampleReader(StackProgram program, int frameLength)
{
    // One of two samples that are read at once waits in a local; from so many locals in use on they are read one by one.
    private const int SlotsBeforeReadingTwice = 233;

    /// <summary>Leaves the wanted output on the stack.</summary>
    public void Read(SampleNode node, int wanted)
    {
        var (low, high) = (node.Outputs[0], node.Outputs[1]);
        var (mine, other) = wanted == 0 ? (low, high) : (high, low);
        int offset = node.First * 4;
        if (other is not { Uses: > 0, Slot: < 0 } || program.Slots >= SlotsBeforeReadingTwice)
        {
            // Its sample is the top of eight bytes.
            program.Text($"BitConverter.ToInt64(frame, {offset - (wanted == 0 ? 4 : 0)})");
            program.ShiftRight(48);
            Window(node.First + wanted, mine!);
            return;
        }

        program.Text($"BitConverter.ToInt64(frame, {offset})");
        int pair = program.Allocate();
        program.Store(pair);
        program.Load(pair);
        Extract(1 - wanted);
        Window(node.First + 1 - wanted, other);
        other.MoveTo(program);
        program.Load(pair);
        program.Free(pair);
        Extract(wanted);
        Window(node.First + wanted, mine!);
    }

    private void Extract(int which)
    {
        if (which == 0)
        {
            program.ShiftLeft(32);
        }

        program.ShiftRight(48);
    }

    private void Window(int n, Value value)
    {
        long window = WindowedSamples.Window(n, frameLength);
        program.Constant(window);
        program.Multiply();
        program.ShiftRight(WindowedSamples.WindowBits - value.Fraction.Bits);
    }
}
