using System.Globalization;
using Esp32Aed.Detection;

namespace Esp32Aed.ModelGenerator;

/// <summary>
/// Writes a layer of a network. A frame's values are multiplied by the weights of all taps at once, and what an older tap gives waits, packed, for the
/// frames that the newer taps are still to see: so a value is loaded once, and only sums are kept.
/// </summary>
internal sealed class ConvCode
{
    private readonly ClassText code;
    private readonly ConvLayerWeights layer;
    private readonly int index;
    private readonly int shift;
    private readonly long zero;
    private readonly string?[] inputs;
    private readonly List<Word> words;
    private readonly List<Lane> lanes;

    private ConvCode(ClassText code, ConvLayerWeights layer, int index, string?[] inputs, bool isHidden)
    {
        this.code = code;
        this.layer = layer;
        this.index = index;
        this.inputs = inputs;
        shift = isHidden ? layer.Shift : 0;
        lanes = [.. Enumerable.Range(0, layer.Outputs).Select(output => Lane.Of(layer, output, index == 0, shift))];
        if (isHidden)
        {
            lanes.RemoveAll(lane => lane.Most <= 0);
            zero = lanes.Where(lane => lane.IsLookedUp).Select(lane => lane.Zero).DefaultIfEmpty().Max();
            lanes.FindAll(lane => lane.IsLookedUp).ForEach(lane => lane.Offset(zero, shift));
        }

        words = Word.Pack(lanes);
    }

    /// <summary>Writes a network: the features are read from <c>input</c>, the logits are stored in <c>logits</c>.</summary>
    public static void Write(ClassText code, ConvNetwork network)
    {
        code.Begin("the features");
        var features = code.Local("long[]", "features");
        code.Statement($"{features} = input");
        var values = new string?[network.Layers[0].Inputs];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = code.Local("long", $"x{i}");
            code.Statement($"{values[i]} = {features}[{i}]");
        }

        for (var i = 0; i < network.Layers.Length - 1; i++)
        {
            values = new ConvCode(code, network.Layers[i], i, values, isHidden: true).Activate();
        }

        new ConvCode(code, network.Layers[^1], network.Layers.Length - 1, values, isHidden: false).Answer(network.Scales);
    }

    // Outputs that are never above 0 have no name.
    private string?[] Activate()
    {
        Begin();
        var outputs = new string?[layer.Outputs];
        var looked = lanes.FindAll(lane => lane.IsLookedUp);
        if (looked.Count > 0)
        {
            code.Field(string.Create(
                CultureInfo.InvariantCulture, $"readonly sbyte[] activations{index} = Activations({zero}, {zero + looked.Max(lane => lane.Most) + 1})"));
            code.Statement($"{code.Local("sbyte[]", "activations")} = activations{index}");
        }

        for (var w = 0; w < words.Count; w++)
        {
            Sum(w);
            foreach (var lane in words[w].Lanes)
            {
                var output = outputs[lane.Output] = code.Local("long", $"{(index % 2 == 0 ? 'y' : 'x')}{lane.Output}");
                var value = $"(int)(sum >> {lane.Low + shift})";
                if (lane != words[w].Lanes[0])
                {
                    value += $" & {(1 << (lane.Width - shift)) - 1}";
                }

                if (lane.IsLookedUp)
                {
                    code.Statement($"{output} = activations[{value}]");
                }
                else
                {
                    var unit = code.Local("int", "unit");
                    code.Statement($"{unit} = {value}");
                    code.Statement(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{output} = {unit} <= {lane.Zero} ? 0 : {unit} >= {lane.Zero + ConvLayerWeights.LargestActivation} ? {ConvLayerWeights.LargestActivation} : {unit} - {lane.Zero}"));
                }
            }
        }

        Wait();
        return outputs;
    }

    private void Answer(int[] scales)
    {
        Begin();
        code.Statement($"{code.Local("int[]", "answers")} = logits");
        for (var w = 0; w < words.Count; w++)
        {
            Sum(w);
            foreach (var lane in words[w].Lanes)
            {
                var value = $"(sum >> {lane.Low})";
                if (lane != words[w].Lanes[0])
                {
                    value = $"({value} & {SumText.Literal((1L << lane.Width) - 1)})";
                }

                code.Statement(string.Create(
                    CultureInfo.InvariantCulture, $"answers[{lane.Output}] = (int)((({value} - {SumText.Literal(lane.Zero)}) * {SumText.Literal(scales[lane.Output])}) >> 16)"));
            }
        }

        Wait();
    }

    private void Begin()
    {
        code.Begin($"layer {index + 1}: {layer.Inputs} values, {layer.Kernel} taps {layer.Dilation} apart, {layer.Outputs} outputs in {words.Count} words");
        var sums = (layer.Kernel - 1) * words.Count;
        if (sums == 0)
        {
            return;
        }

        var waiting = code.Local("long[]", "waiting");
        if (layer.Dilation == 1)
        {
            code.Field($"readonly long[] waiting{index} = new long[{sums}]");
            code.Statement($"{waiting} = waiting{index}");
            return;
        }

        var at = code.Local("int", "at");
        code.Field($"readonly long[][] waiting{index} = Delays({layer.Dilation}, {sums})");
        code.Field($"int at{index}");
        code.Statement($"{at} = at{index}");
        code.Statement($"{waiting} = waiting{index}[{at}]");
        code.Statement($"at{index} = {at} == {layer.Dilation - 1} ? 0 : {at} + 1");
    }

    // The word's sums with all of their taps.
    private void Sum(int word)
    {
        var sum = Products(word, layer.Kernel - 1);
        if (layer.Kernel > 1)
        {
            sum.Add($"waiting[{((layer.Kernel - 2) * words.Count) + word}]");
        }

        sum.Add(words[word].Sum(lane => layer.Biases[lane.Output] + (lane.Zero << shift)));
        code.Statement($"{code.Local("long", "sum")} = {sum}");
    }

    // What waits moves on by a tap, and the oldest tap's products begin to wait.
    private void Wait()
    {
        for (var tap = layer.Kernel - 2; tap >= 0; tap--)
        {
            for (var w = 0; w < words.Count; w++)
            {
                var sum = Products(w, tap);
                if (tap > 0)
                {
                    sum.Add($"waiting[{((tap - 1) * words.Count) + w}]");
                }

                if (!sum.IsEmpty)
                {
                    code.Statement($"waiting[{(tap * words.Count) + w}] = {sum}");
                }
            }
        }
    }

    private SumText Products(int word, int tap)
    {
        var sum = new SumText();
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is { } input)
            {
                sum.Add(input, words[word].Sum(lane => layer.Weights[(((lane.Output * layer.Kernel) + tap) * layer.Inputs) + i]));
            }
        }

        return sum;
    }
}
