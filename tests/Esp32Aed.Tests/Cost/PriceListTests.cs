using Esp32Aed.Cost.Prices;
using Esp32Aed.Detection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace Esp32Aed.Tests.Cost;

public class PriceListTests
{
    private static readonly PriceList Prices = new(["Esp32Aed.Detection"]);

    [Fact]
    public void Every_operation_of_the_firmwares_frame_has_a_price()
    {
        using var module = ModuleDefinition.ReadModule(typeof(DetectionChain).Assembly.Location);
        var unknown = module.GetTypes().SelectMany(type => type.Methods)
            .Where(method => method.HasBody && !method.IsConstructor && method.DeclaringType.Name is not ("ModelReader" or "Crc32") && method.Name != nameof(Model.FramesOfClip))
            .SelectMany(method => method.Body.Instructions.Where(at => Prices.Of(at, ValueKind.Int32).Source == PriceSource.Unknown).Select(at => $"{method.Name}: {at}"));

        Assert.Empty(unknown);
    }

    [Fact]
    public void An_operation_that_was_never_measured_is_told_and_is_dear()
    {
        Assert.Equal(new Price(231, PriceSource.Unknown), Prices.Of(Instruction.Create(OpCodes.Ldstr, "text"), ValueKind.Other));
        Assert.Equal(PriceSource.Unknown, Prices.Of(Instruction.Create(OpCodes.Throw), ValueKind.Other).Source);
    }

    [Theory]
    [InlineData(ValueKind.Int32, 65, PriceSource.Measured)]
    [InlineData(ValueKind.Int64, 71, PriceSource.Measured)]
    [InlineData(ValueKind.Float, 85, PriceSource.Measured)]
    [InlineData(ValueKind.Other, 65, PriceSource.Relative)]
    public void Addition_goes_by_its_width(ValueKind kind, double cost, PriceSource source) =>
        Assert.Equal(new Price(cost, source), Prices.Of(Instruction.Create(OpCodes.Add), kind));

    [Fact]
    public void Short_and_long_forms_share_a_row()
    {
        var target = Instruction.Create(OpCodes.Nop);
        Assert.Equal(144, Cost(Instruction.Create(OpCodes.Blt_S, target)));
        Assert.Equal(144, Cost(Instruction.Create(OpCodes.Bne_Un, target)));
        Assert.Equal(67, Cost(Instruction.Create(OpCodes.Brfalse_S, target)));
        Assert.Equal(30, Cost(Instruction.Create(OpCodes.Ldc_I4_M1)));
        Assert.Equal(32, Cost(Instruction.Create(OpCodes.Ldc_I4_S, (sbyte)9)));
        Assert.Equal(130, Cost(Instruction.Create(OpCodes.Ldelem_I2)));
        Assert.Equal(185, Cost(Instruction.Create(OpCodes.Stelem_I8)));
        Assert.Equal(144 - 67, Cost(Instruction.Create(OpCodes.Clt)));
    }

    private static double Cost(Instruction instruction) => Prices.Of(instruction, ValueKind.Int32).Cost;
}
