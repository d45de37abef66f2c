using Esp32Aed.Sound;
using Esp32Aed.Tflite.Operators;

namespace Esp32Aed.Tflite;

/// <summary>
/// A neural network in a <c>.tflite</c> file (FlatBuffers schema of TensorFlow Lite, version 3), run in 32-bit floats: quantised weights are taken as
/// the numbers they stand for, and what operators compute is not rounded. It gives the same on every machine, and may be run by several threads at once.
/// </summary>
/// <remarks>Known are the operators that YAMNet needs and their nearest relatives; a file with others is refused when it is loaded.</remarks>
public sealed class TfliteModel
{
    private const string Magic = "TFL3";
    private const int MagicAt = 4;

    private readonly TfliteTensor[] tensors;
    private readonly Step[] steps;
    private readonly int input;
    private readonly int output;

    private TfliteModel(string name, TfliteTensor[] tensors, Step[] steps, int input, int output) =>
        (Name, this.tensors, this.steps, this.input, this.output, InputLength) = (name, tensors, steps, input, output, Values.Count(tensors[input].Shape));

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Numbers that it takes.</summary>
    public int InputLength { get; }

    /// <summary>Loads a model of one graph, one input and one output.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserFaultException">It is missing, damaged, no such model, or has an operator that is not known.</exception>
    public static TfliteModel Load(string path)
    {
        try
        {
            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Model, $"{path}: can't be read; name a .tflite file", e);
        }
    }

    /// <summary>Reads a model of one graph, one input and one output.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="file">The file's bytes.</param>
    /// <exception cref="UserFaultException">It is damaged, no such model, or has an operator that is not known.</exception>
    public static TfliteModel Parse(string name, ReadOnlyMemory<byte> file)
    {
        if (file.Length < MagicAt + Magic.Length || !file.Span.Slice(MagicAt, Magic.Length).SequenceEqual("TFL3"u8))
        {
            throw new UserFaultException(FaultKind.Model, $"{name}: is no .tflite file; it must have '{Magic}' at byte {MagicAt}");
        }

        try
        {
            return Read(name, FlatTable.Root(file));
        }
        catch (NotSupportedException e)
        {
            throw new UserFaultException(FaultKind.Model, $"{name}: can't be run: {e.Message}; convert the model to other operators, or take another", e);
        }
        catch (InvalidDataException e)
        {
            throw new UserFaultException(FaultKind.Model, $"{name}: is damaged: {e.Message}; get it again", e);
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="values">The input, <see cref="InputLength"/> numbers.</param>
    /// <returns>The output.</returns>
    /// <exception cref="UserFaultException">Its operators don't fit together.</exception>
    public float[] Run(ReadOnlySpan<float> values) => Run(values, output);

    /// <summary>Runs it up to its last fully connected operator.</summary>
    /// <param name="values">The input, <see cref="InputLength"/> numbers.</param>
    /// <returns>What that operator takes: the features by which the model tells its classes apart (an embedding).</returns>
    /// <exception cref="UserFaultException">It has no such operator, or its operators don't fit together.</exception>
    public float[] Embed(ReadOnlySpan<float> values) => Run(values, Array.FindLast(steps, step => step.Code == FullyConnected.Code)?.Inputs[0]
        ?? throw new UserFaultException(FaultKind.Model, $"{Name}: has no fully connected operator, so there are no features before it; take a classifier"));

    private float[] Run(ReadOnlySpan<float> values, int wanted)
    {
        if (values.Length != InputLength)
        {
            throw new ArgumentException($"{values.Length} numbers; the model takes {InputLength}", nameof(values));
        }

        var results = Array.ConvertAll(tensors, tensor => tensor.Constant);
        results[input] = new Values(tensors[input].Shape, values.ToArray());
        try
        {
            foreach (var step in steps)
            {
                if (results[wanted] is not null)
                {
                    break;
                }

                var given = step.Operator(Array.ConvertAll(step.Inputs, index => index < 0 ? null : results[index]));
                for (var i = 0; i < step.Outputs.Length; i++)
                {
                    results[step.Outputs[i]] = i < given.Length ? given[i] : throw new InvalidDataException("an operator has too many outputs");
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new UserFaultException(FaultKind.Model, $"{Name}: is damaged: {e.Message}; get it again", e);
        }

        return results[wanted]?.Data ?? throw new UserFaultException(FaultKind.Model, $"{Name}: is damaged: no operator computes tensor {wanted}; get it again");
    }

    private static TfliteModel Read(string name, FlatTable root)
    {
        if (root.Int(0) != 3)
        {
            throw new NotSupportedException($"it is of version {root.Int(0)}, and 3 is known");
        }

        var graph = root.Tables(2) is [var only] ? only : throw new NotSupportedException($"it has {root.Tables(2).Length} graphs, and one is known");
        var buffers = root.Tables(4);
        var read = Array.ConvertAll(graph.Tables(0), table => TfliteTensor.Read(table, buffers));
        var codes = Array.ConvertAll(root.Tables(1), table => Math.Max(table.Byte(0), table.Int(3)));
        var operators = Array.ConvertAll(graph.Tables(3), table => ReadStep(table, codes, read));
        return new TfliteModel(name, read, operators, Only(graph.Ints(1), "inputs"), Only(graph.Ints(2), "outputs"));

        int Only(int[] indices, string what) => indices is [var index]
            ? index >= 0 && index < read.Length ? index : throw new InvalidDataException($"tensor {index} of its {what} is not there")
            : throw new NotSupportedException($"it has {indices.Length} {what}, and one is known");
    }

    private static Step ReadStep(FlatTable table, int[] codes, TfliteTensor[] known)
    {
        var (index, inputs, outputs) = (table.Int(0), table.Ints(1), table.Ints(2));
        if (index < 0 || index >= codes.Length || inputs.Any(i => i >= known.Length) || outputs.Any(o => o < 0 || o >= known.Length))
        {
            throw new InvalidDataException("an operator names what is not there");
        }

        return new Step(codes[index], KnownOperators.Make(codes[index], table.Table(4), Array.ConvertAll(inputs, i => i < 0 ? null : known[i].Constant)), inputs, outputs);
    }

    private sealed record Step(int Code, Operator Operator, int[] Inputs, int[] Outputs);
}
