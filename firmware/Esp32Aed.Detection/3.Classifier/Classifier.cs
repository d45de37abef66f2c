namespace Esp32Aed.Detection;

/// <summary>Gives a logit for each class, frame by frame. What it keeps of the past frames is its own business.</summary>
public abstract class Classifier
{
    /// <summary>Makes the classifier that a model describes.</summary>
    public static Classifier Of(Model model) => Of(model, null);

    /// <summary>Makes the classifier that a model describes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="generated">Classifiers of which the one made of this very model is taken; null or none that is: the packed form.</param>
    public static Classifier Of(Model model, GeneratedClassifier[] generated)
    {
        for (var i = 0; generated != null && i < generated.Length; i++)
        {
            if (generated[i].Checksum == model.Checksum)
            {
                return generated[i];
            }
        }

        return model.Network != null
            ? new ConvClassifier(model.Network)
            : new LogisticClassifier(model.Logistic, model.Context, model.FrontEnd.FeatureCount);
    }

    /// <summary>The last logits, Q8; one a class. They are about the frame that lies the model's look-ahead before the newest.</summary>
    public abstract int[] Logits { get; }

    /// <summary>Where the next frame's features are to be written, in int8 units, from the start on.</summary>
    public abstract long[] Input { get; }

    /// <summary>Takes the frame just written and computes <see cref="Logits"/>.</summary>
    public abstract void Classify();
}
