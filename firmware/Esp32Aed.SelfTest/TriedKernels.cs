using Esp32Aed.Detection;
using Esp32Aed.Kernels;

namespace Esp32Aed.SelfTest;

/// <summary>
/// The kernels that the self-test times. To try another, add it here and its project to the references, then write the golden checksums again.
/// </summary>
public static class TriedKernels
{
    /// <summary>Makes one of each; a kernel is called by the name of its class.</summary>
    public static SpectralKernel[] Make() => new SpectralKernel[] { new Kernel8k(), new Kernel8kCompact() };
}
