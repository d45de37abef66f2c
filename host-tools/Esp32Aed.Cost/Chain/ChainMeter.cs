using System.Buffers.Binary;
using System.Reflection;
using Esp32Aed.Cost.Counting;
using Esp32Aed.Detection;

namespace Esp32Aed.Cost.Chain;

/// <summary>
/// Counts what the firmware's chain executes on real sound: from the byte buffer of the I2S driver to the tally, hop by hop as the sensor does it.
/// Making the chain is not counted. The IL is the optimised one that a board gets.
/// </summary>
public static class ChainMeter
{
    private const string OwnNames = "Esp32Aed.";

    private static readonly Lazy<IReadOnlyList<Assembly>> Firmware = new(() => ReferencedBy(typeof(ChainDriver).Assembly));

    /// <summary>Measures a chain.</summary>
    /// <param name="modelFile">Bytes of a model file, already found to be good.</param>
    /// <param name="samples">16-bit samples at the model's rate, one hop or more; a part of a hop at the end is left out.</param>
    /// <param name="variant">Which chain.</param>
    /// <param name="generated">The model as code, to run instead of the packed form; null: packed.</param>
    /// <param name="stop">Stops between hops.</param>
    public static ChainCost Measure(
        byte[] modelFile, ReadOnlySpan<short> samples, ChainVariant variant = ChainVariant.Straight, GeneratedCode? generated = null, CancellationToken stop = default) =>
        Measure(modelFile, samples, generated, (counted, driver) => driver.GetMethod(nameof(ChainDriver.Make))!.CreateDelegate<Func<byte[], string, Type?, object[]>>()(
            modelFile, variant.ToString(), generated is null ? null : counted.Type(generated.Assembly, generated.Type)), stop);

    /// <summary>Measures a chain that judges whole clips; the sound is one. Parameters as above.</summary>
    public static ChainCost MeasureOfClips(byte[] modelFile, ReadOnlySpan<short> samples, ChainVariant variant = ChainVariant.Straight, CancellationToken stop = default) =>
        Measure(modelFile, samples, generated: null, (_, driver) => driver.GetMethod(nameof(ChainDriver.MakeForClips))!.CreateDelegate<Func<byte[], string, object[]>>()(modelFile, variant.ToString()), stop);

    private static ChainCost Measure(byte[] modelFile, ReadOnlySpan<short> samples, GeneratedCode? generated, Func<CountedAssemblies, Type, object[]> make, CancellationToken stop)
    {
        var model = Model.Parse(modelFile);
        var frames = samples.Length / model.HopLength;
        if (frames == 0)
        {
            throw new ArgumentException("shorter than one hop", nameof(samples));
        }

        var images = Firmware.Value.Select(assembly => File.ReadAllBytes(assembly.Location));
        using var counted = CountedAssemblies.Load(generated is null ? images : images.Append(generated.Image));
        var driver = counted.Type(typeof(ChainMeter).Assembly.GetName().Name!, typeof(ChainDriver).FullName!);
        var parts = make(counted, driver);
        var (bytes, accept) = ((byte[])parts[1], (Action)parts[2]);

        counted.Clear();
        long before = 0, worst = 0;
        for (var t = 0; t < frames; t++)
        {
            stop.ThrowIfCancellationRequested();
            Interleave(samples.Slice(t * model.HopLength, model.HopLength), bytes);
            accept();
            var now = counted.Count().Sum(block => block.Operations);
            worst = Math.Max(worst, now - before);
            before = now;
        }

        var counts = counted.Count();
        (parts.ElementAtOrDefault(3) as Action)?.Invoke();
        return new ChainCost
        {
            Frames = frames,
            HopMs = 1000.0 * model.HopLength / model.SampleRate,
            Kernel = counts.Where(count => count.Runs > 0).Select(count => count.Block.Method).FirstOrDefault(Stage.IsOfKernel)?.Type,
            Stages = StagesOf(counts),
            Methods = MethodsOf(counted.Methods, counts),
            Operations = before,
            WorstFrame = worst,
            EndOperations = counted.Count().Sum(block => block.Operations) - before,
            UnknownOperations = counts.Sum(count => count.Runs * count.Block.UnknownOperations),
            HeapBytes = HeapSize.Of(parts[0]),
            BufferBytes = HeapSize.Of(new StereoFrame(model.HopLength, model.HopLength)),
        };
    }

    /// <summary>The firmware's assemblies that the driver uses, and those that they use.</summary>
    private static List<Assembly> ReferencedBy(Assembly assembly)
    {
        var found = new List<Assembly>();
        var open = new Queue<Assembly>([assembly]);
        while (open.TryDequeue(out var next))
        {
            foreach (var name in next.GetReferencedAssemblies().Where(name => name.Name!.StartsWith(OwnNames, StringComparison.Ordinal)))
            {
                var referenced = Assembly.Load(name);
                if (!found.Contains(referenced))
                {
                    found.Add(referenced);
                    open.Enqueue(referenced);
                }
            }
        }

        return found;
    }

    // The first of two 16-bit slots; the other channel is silent.
    private static void Interleave(ReadOnlySpan<short> hop, Span<byte> bytes)
    {
        for (var i = 0; i < hop.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(i * StereoBytes.BytesPerFrame)..], hop[i]);
        }
    }

    private static List<StageCost> StagesOf(IReadOnlyList<BlockCount> counts)
    {
        var byStage = counts.Where(count => count.Runs > 0).ToLookup(count => Stage.Of(count.Block.Method), StringComparer.Ordinal);
        return [.. Stage.All.Where(byStage.Contains).Select(name =>
            new StageCost(name, byStage[name].Sum(count => count.Operations), byStage[name].Sum(count => count.Cost)))];
    }

    private static List<MethodCost> MethodsOf(IReadOnlyList<CountedMethod> methods, IReadOnlyList<BlockCount> counts)
    {
        var operations = counts.ToLookup(count => count.Block.Method, count => count.Operations, ReferenceEqualityComparer.Instance);
        return [.. methods.GroupBy(method => method.Assembly, StringComparer.Ordinal)
            .Where(assembly => assembly.SelectMany(method => operations[method]).Any(count => count > 0))
            .SelectMany(assembly => assembly.Select(
                method => new MethodCost(method.Assembly, $"{method.Type}.{method.Name}", method.IlBytes, operations[method].Sum())))];
    }
}
