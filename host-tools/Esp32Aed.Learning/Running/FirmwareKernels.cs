using Esp32Aed.Detection;
using Esp32Aed.Kernels;

namespace Esp32Aed.Learning;

/// <summary>The spectral kernels that the sensor carries, so that the desktop computes what a board computes, bit for bit.</summary>
public static class FirmwareKernels
{
    /// <summary>Makes one of each; the compact ones give the same bits and are left out.</summary>
    public static SpectralKernel[] Make() => [new Kernel8k(), new Kernel16k()];
}
