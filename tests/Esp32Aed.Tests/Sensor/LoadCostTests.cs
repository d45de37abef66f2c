using Esp32Aed.Sensor;
using Mono.Cecil;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>What knowing its load costs the sensor, each hop.</summary>
public sealed class LoadCostTests
{
    private const int MostOperations = 600;

    private static readonly string[] EachHop =
    [
        "I2sMicrophone.ReadHop", "ListeningPace.BeforeRead", "ListeningPace.AfterRead", "OverrunWatch.BeforeRead", "OverrunWatch.AfterRead",
        "ProcessorLoad.Add", "ProcessorLoad.get_IsTooHigh", "CountingSensor.CloseIntervalWhenDue",
    ];

    /// <summary>These methods have no loops, so their operations are the most that a hop can take; accessors of 3 or 4 come with each property.</summary>
    [Fact]
    public void Is_at_most_600_operations()
    {
        using var sensor = AssemblyDefinition.ReadAssembly(typeof(ProcessorLoad).Assembly.Location);
        var methods = sensor.MainModule.Types.SelectMany(t => t.Methods).ToArray();
        var operations = 0;
        foreach (var name in EachHop)
        {
            var method = methods.Single(m => m.DeclaringType.Name + "." + m.Name == name && m.Parameters.All(p => p.ParameterType.Name != "Int16[]"));
            var body = method.Body.Instructions;
            Assert.DoesNotContain(body, i => i.Operand is Mono.Cecil.Cil.Instruction target && target.Offset < i.Offset);
            operations += body.Count;
            operations += 4 * body.Count(i => i.Operand is MethodReference called && (called.Name.StartsWith("get_", StringComparison.Ordinal) || called.Name.StartsWith("set_", StringComparison.Ordinal)));
        }

        Assert.InRange(operations, 100, MostOperations);
        TestContext.Current.SendDiagnosticMessage("{0} operations", operations);
    }
}
