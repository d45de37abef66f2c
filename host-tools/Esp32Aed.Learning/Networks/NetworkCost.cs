namespace Esp32Aed.Learning.Networks;

/// <summary>
/// IL operations a frame that a network takes on a board, by the loops of <see cref="Detection.PackedMatrix"/> and <see cref="Detection.ConvLayer"/>
/// as the compiler writes them. <c>aed cost</c> counts them; a test holds the two together.
/// </summary>
public static class NetworkCost
{
    // Operations of a call with its loads, and of each group of three outputs.
    private const int TripleOf16 = 244;
    private const int TripleOf16Group = 307;
    private const int TripleOf12 = 202;
    private const int TripleOf12Group = 235;
    private const int Wide = 80;
    private const int WideGroup = 115;
    private const int Narrow = 80;
    private const int NarrowGroup = 67;

    private const int WideInputs = 16;
    private const int MiddleInputs = 12;
    private const int NarrowInputs = 8;
    private const int Output = 24;
    private const int Class = 42;
    private const int Layer = 115;
    private const int Tap = 48;

    /// <summary>Estimates the operations of one form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="shape">The network's shape.</param>
    /// <param name="features">Features of a frame.</param>
    /// <param name="classes">Number of classes.</param>
    public static int Operations(ClassifierForm form, NetworkShape shape, int features, int classes) =>
        form == ClassifierForm.Generated ? GeneratedCost.Operations(shape, features, classes) : Operations(shape, features, classes);

    /// <summary>Estimates the operations of the packed form.</summary>
    /// <param name="shape">The network's shape.</param>
    /// <param name="features">Features of a frame.</param>
    /// <param name="classes">Number of classes.</param>
    public static int Operations(NetworkShape shape, int features, int classes)
    {
        var last = shape.Hidden.Count;
        return shape.Layers(features, classes).Select((part, i) => OfLayer(part.Layer, part.Inputs) + (i == last ? classes * Class : Lanes(part.Layer) * Output)).Sum();
    }

    private static int Groups(LayerShape layer) => Detection.PackedMatrix.Groups(layer.Channels);

    private static int Lanes(LayerShape layer) => Groups(layer) * Detection.PackedMatrix.Lanes;

    private static int OfLayer(LayerShape layer, int inputs)
    {
        var groups = Groups(layer);
        var others = inputs > NarrowInputs ? inputs - WideInputs : inputs;
        var blocks = Math.Max(0, (others + NarrowInputs - 1) / NarrowInputs);
        var wide = (layer.Kernel, inputs) switch
        {
            (_, <= NarrowInputs) => 0,
            (3, <= MiddleInputs) => TripleOf12 + (groups * TripleOf12Group),
            (3, _) => TripleOf16 + (groups * TripleOf16Group),
            _ => layer.Kernel * (Wide + (groups * WideGroup)),
        };
        var walked = layer.Kernel == 3 && inputs > NarrowInputs && blocks == 0 ? 0 : layer.Kernel;
        return Layer + wide + (walked * (Tap + (blocks * (Narrow + (groups * NarrowGroup)))));
    }
}
