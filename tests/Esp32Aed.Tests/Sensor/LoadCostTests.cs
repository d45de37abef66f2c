using Esp32Aed.Cost.Sensor;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>What the sensor's loop costs beside the chain, each hop.</summary>
public sealed class LoadCostTests
{
    private const int MostOperations = 600;

    [Fact]
    public void Is_at_most_600_operations()
    {
        var operations = SensorLoopCost.OperationsPerHop(File.ReadAllBytes(typeof(CountingSensor).Assembly.Location));
        Assert.InRange(operations, 100, MostOperations);
        TestContext.Current.SendDiagnosticMessage("{0} operations", operations);
    }

    [Fact]
    public void An_assembly_without_the_loop_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => SensorLoopCost.OperationsPerHop(File.ReadAllBytes(typeof(SensorLoopCost).Assembly.Location)));
}
