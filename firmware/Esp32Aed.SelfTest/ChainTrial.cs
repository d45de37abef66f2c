using System;
using Esp32Aed.Detection;

namespace Esp32Aed.SelfTest;

/// <summary>The whole chain on the golden vectors, hop by hop as the sensor gets them, with a kernel or the textbook stages.</summary>
public sealed class ChainTrial
{
    private readonly DetectionChain chain;

    /// <summary>Makes the chain, which prepares the kernel.</summary>
    /// <param name="model">The model.</param>
    /// <param name="kernel">A kernel, or null for the textbook stages.</param>
    /// <exception cref="InvalidOperationException">The kernel is not made for the model.</exception>
    public ChainTrial(Model model, SpectralKernel kernel)
    {
        Checksum = new Checksum();
        chain = new DetectionChain(model, new EventChecksum(Checksum), kernel == null ? null : new SpectralKernel[] { kernel });
        if (kernel != null && !chain.FrontEnd.HasKernel)
        {
            throw new InvalidOperationException(kernel.GetType().Name + " is not made for the self-test's model; take it out of TriedKernels");
        }
    }

    /// <summary>Checksum of the logits and events so far.</summary>
    public Checksum Checksum { get; }

    /// <summary>Takes a hop and adds its logits, and events that it ends, to the checksum.</summary>
    /// <param name="hop">The hop, as the I2S driver delivers it; its first channel is heard.</param>
    public void Add(byte[] hop)
    {
        Accept(hop);
        Checksum.Add(chain.Logits);
    }

    /// <summary>The golden vectors are over: events still open end here.</summary>
    public void Finish() => chain.Finish();

    /// <summary>Takes the same hop again and again.</summary>
    /// <param name="hop">The hop.</param>
    /// <param name="frames">How often.</param>
    public void Repeat(byte[] hop, int frames)
    {
        for (var f = 0; f < frames; f++)
        {
            Accept(hop);
        }
    }

    private void Accept(byte[] hop)
    {
        Array.Copy(hop, 0, chain.Frame.Bytes, chain.Frame.MakeRoom(0), hop.Length);
        chain.AcceptFrame();
    }
}
