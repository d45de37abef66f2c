using Esp32Aed.Sound;
using Esp32Aed.Tflite;
using Xunit;

namespace Esp32Aed.Tests.Tflite;

/// <summary>Files that can't be run are refused in one line.</summary>
public sealed class TfliteFaultTests
{
    [Fact]
    public void A_missing_file()
    {
        Expect("can't be read", () => TfliteModel.Load(Path.Combine(Path.GetTempPath(), "no-such-model.tflite")));
    }

    [Fact]
    public void Another_kind_of_file()
    {
        Expect("is no .tflite file", () => TfliteModel.Parse("a.tflite", "RIFF    WAVE"u8.ToArray()));
        Expect("is no .tflite file", () => TfliteModel.Parse("a.tflite", Array.Empty<byte>()));
    }

    [Fact]
    public void An_unknown_operator_is_named() =>
        Expect("operator 120 of TensorFlow Lite is not known here", () => new TfliteBuilder(4).Then(120, null).Build());

    [Fact]
    public void Another_version() => Expect("version 4", () => new TfliteBuilder(4) { Version = 4 }.Then(19, null).Build());

    [Fact]
    public void Weights_of_an_unknown_type()
    {
        var builder = new TfliteBuilder(1, 2);
        Expect("type 12", () => builder.Then(9, [(sbyte)0], builder.Tensor([1, 2], [1, 2], 12)).Build());
    }

    [Fact]
    public void Weights_that_are_too_few()
    {
        var builder = new TfliteBuilder(1, 2);
        Expect("has 4 bytes", () => builder.Then(9, [(sbyte)0], builder.Tensor([1, 2], [1, 2, 3, 4], 0)).Build());
    }

    [Fact]
    public void Operators_that_do_not_fit()
    {
        var builder = new TfliteBuilder(1, 3);
        var model = builder.Then(9, [(sbyte)0], builder.Floats([1, 2], 1, 2)).Build();
        Expect("of 2 inputs is given 1 x 3 numbers", () => model.Run([1, 2, 3]));
    }

    [Fact]
    public void No_features_without_a_fully_connected_operator() =>
        Expect("no fully connected operator", () => new TfliteBuilder(2).Then(19, null).Build().Embed([1, 2]));

    [Fact]
    public void Any_cut_or_changed_byte_gives_a_fault_or_a_model()
    {
        var builder = new TfliteBuilder(1, 4, 3, 2);
        builder.Then(3, [(sbyte)0, 1, 1, (sbyte)1, 1, 1], builder.Floats([3, 2, 2, 2], [.. Enumerable.Range(0, 24).Select(i => i / 10f)]), builder.Floats([3], 1, 2, 3));
        builder.Then(22, null, builder.Ints(1, -1));
        builder.Then(9, [(sbyte)0], builder.Floats([1, 36], new float[36]));
        var file = builder.ToFile();
        Assert.Equal(24, TfliteModel.Parse("a.tflite", file).Run(new float[24]).Length + 23);
        var faults = 0;
        for (var at = 0; at < file.Length; at++)
        {
            faults += Try(file[..at]);
            var damaged = (byte[])file.Clone();
            foreach (var value in new byte[] { 0x00, 0x7F, 0xFF, (byte)(file[at] + 1) })
            {
                damaged[at] = value;
                faults += Try(damaged);
            }
        }

        Assert.True(faults > file.Length, $"{faults} faults of {5 * file.Length}");

        static int Try(byte[] file)
        {
            try
            {
                var model = TfliteModel.Parse("a.tflite", file);
                if (model.InputLength is > 0 and < 1000)
                {
                    model.Run(new float[model.InputLength]);
                }

                return 0;
            }
            catch (UserFaultException e)
            {
                Assert.DoesNotContain("\n", e.Message, StringComparison.Ordinal);
                return 1;
            }
        }
    }

    private static void Expect(string part, Action action)
    {
        var fault = Assert.Throws<UserFaultException>(action);
        Assert.Equal(FaultKind.Model, fault.Kind);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }
}
