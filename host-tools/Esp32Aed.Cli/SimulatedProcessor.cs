using System.Globalization;
using Esp32Aed.Cost.Boards;
using Esp32Aed.Detection;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli;

/// <summary>The processor of a virtual board, by its speed: how long it is busy with each frame of a model's chain.</summary>
internal static class SimulatedProcessor
{
    private const double Slowest = 0.01;
    private const double Fastest = 100;

    /// <summary>Checks a speed that a user has given.</summary>
    /// <param name="factor">1 for <see cref="Board.Plan"/>, at 240 MHz.</param>
    /// <exception cref="UserFaultException">No processor is like that.</exception>
    public static void Require(double factor)
    {
        if (!(factor >= Slowest && factor <= Fastest))
        {
            throw new UserFaultException(
                FaultKind.Settings,
                string.Create(CultureInfo.InvariantCulture, $"--processor {factor}: must be from {Slowest} to {Fastest}; 1 is the planning figure of an ESP32 at 240 MHz"));
        }
    }

    /// <summary>
    /// Time for a frame: its IL operations, counted on the sound (see <see cref="CostSound.Heard"/>) or, where that is silent, on the test sound, by
    /// the processor's operations a second.
    /// </summary>
    /// <param name="modelFile">Bytes of a model file, already found to be good.</param>
    /// <param name="model">The same model.</param>
    /// <param name="samples">16-bit samples at the model's rate.</param>
    /// <param name="settings">nf.config.</param>
    /// <param name="factor">Speed of the processor.</param>
    /// <param name="stop">Stops the counting.</param>
    public static int FrameMicroseconds(byte[] modelFile, Model model, short[] samples, SensorSettings settings, double factor, CancellationToken stop)
    {
        var heard = CostSound.Heard(samples, model);
        var cost = SensorCost.Measure(settings, modelFile, model, heard.Length > 0 ? heard : CostSound.Read(path: null, model), stop);
        return (int)Math.Round(1e6 * cost.IlPerFrame / (Board.Plan.OperationsPerSecond * factor));
    }
}
