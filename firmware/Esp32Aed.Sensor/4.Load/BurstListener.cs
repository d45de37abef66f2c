using System;
using System.Threading;
using Esp32Aed.Detection;
using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.Sensor;

/// <summary>
/// Listens in bursts, for a processor that can't keep up: (1) a pause of random length, in which the driver's stale sound is dropped, (2) hops
/// without a gap, kept in memory while the chain works them off, (3) the chain counts what begins between its start afresh and
/// the last hops, which only decide open events.
/// </summary>
public sealed class BurstListener
{
    // What a burst must hold beyond the hops that do not count.
    private const int CountedHops = 32;
    private const int MostMemoryBytes = 49152;

    private readonly I2sMicrophone microphone;
    private readonly SoundChain chain;
    private readonly ProcessorLoad load;
    private readonly BurstPlan plan;
    private readonly Random random;
    private readonly short[][] memory;
    private readonly int uncountedHops;
    private long lastStart;
    private int heard;
    private int processed;
    private int length;

    /// <summary>Prepares bursts.</summary>
    /// <param name="microphone">The microphone.</param>
    /// <param name="chain">The chain, to which all sound before is joined no longer.</param>
    /// <param name="load">What was measured so far.</param>
    /// <param name="hopLength">Samples in a hop.</param>
    /// <param name="seed">Seed of the random pauses.</param>
    public BurstListener(I2sMicrophone microphone, SoundChain chain, ProcessorLoad load, int hopLength, int seed)
    {
        this.microphone = microphone;
        this.chain = chain;
        this.load = load;
        random = new Random(seed);
        uncountedHops = chain.AfreshHops + chain.TailHops;
        var hops = uncountedHops + CountedHops;
        var affordable = MostMemoryBytes / (2 * hopLength);
        memory = new short[hops < affordable ? hops : affordable][];
        for (var i = 0; i < memory.Length; i++)
        {
            memory[i] = new short[hopLength];
        }

        plan = new BurstPlan(microphone.HopMicroseconds, memory.Length, microphone.DriverHops, load.FrameMicroseconds);
        lastStart = (long)HighResTimer.GetCurrent() - plan.BusyMicroseconds;
        chain.StartAfresh();
    }

    /// <summary>The processor keeps up again.</summary>
    public bool IsOver => plan.IsOver;

    /// <summary>Pauses, then listens to one burst and counts it.</summary>
    public void Listen()
    {
        Pause();
        microphone.CatchUp();
        lastStart = (long)HighResTimer.GetCurrent();
        var waited = microphone.WaitedMicroseconds;
        chain.StartAfresh();
        heard = 0;
        processed = 0;
        length = plan.Hops;
        var isHeardFirst = plan.IsHeardFirst;
        while (processed < length)
        {
            var waiting = heard - processed;
            if (heard < length && waiting < memory.Length && (waiting == 0 || isHeardFirst || microphone.IsHopWaiting))
            {
                Hear();
            }
            else
            {
                Process();
            }
        }

        chain.Finish();
        if (processed > 0)
        {
            var busy = (long)HighResTimer.GetCurrent() - lastStart - (microphone.WaitedMicroseconds - waited);
            load.AddBurst(processed, busy);
            plan.Learn(busy / processed);
        }
    }

    private void Pause()
    {
        var now = (long)HighResTimer.GetCurrent();
        var milliseconds = (plan.NextStart(lastStart, now, random.NextDouble()) - now) / 1000;
        Thread.Sleep(milliseconds < 1 ? 1 : (int)milliseconds);
    }

    private void Hear()
    {
        microphone.ReadHop(memory[heard % memory.Length]);
        if (microphone.HasGap)
        {
            // The burst ends before the gap.
            length = heard;
        }
        else
        {
            heard++;
        }
    }

    private void Process()
    {
        if (processed == length - chain.TailHops)
        {
            chain.StopCounting();
        }

        chain.Accept(memory[processed % memory.Length], 0);
        processed++;
    }
}
