namespace Esp32Aed.Detection;

/// <summary>
/// All that the chain needs to know, read from one model file. The file is little-endian:
/// <code>
/// bytes  what
///     4  "AED1"
///     4  length of the file
///     4  CRC-32 of all that follows: the model's checksum
///     2  version of the format: 2, or 3 with a judge of clips
///     2  sample rate, Hz                       2  frame length         2  hop length
///     1  mel bands, B                          1  MFCC (0: features are the log-mel values)
///  4(B+2) mel edges, bins Q16
///     1  log2 of the floor     2  hearing range, Q10 bits     2  first peak, Q10      1  peak fall shift
///     2  silence range, signed   1  mean shift   1  mean shared: 1, each its own: 0   1  positive parts
///    4F  feature scales, Q16; F is <see cref="FrontEndSettings.FeatureCount"/>
///     1  kind of classifier: 1 = logistic, 2 = network of convolutions
///        logistic:
///     1  context, C                            1  look-ahead, frames
///        network:
///     1  look-ahead, frames                    1  layers
///        for each layer: K taps, I inputs (of the first: F), O outputs (of the last: the classes)
///     1  K         1  dilation, frames         1  O                    1  shift
///    4O  biases                             OKI  weights, int8
///        then of both kinds:
///     1  classes
///        for each class:
///     1  length of the label, then as many UTF-16 code units of 2 bytes, no controls or surrogates
///        logistic only: CF weights, int8; 4 bytes bias
///     4  scale, Q16
///     2  on    2  off    2  split fall    2  split rise   (logits, Q8)
///     1  minimum length    1  minimum gap   (frames)       1  smoothing   2  shift, ms, signed
///        version 3 only; S is <see cref="ClipStatistics.CountOf"/>:
///    4S  centres, Q10                        4S  scales, Q16
///        for each class:
///     S  weights, int8      4  bias           4  scale, Q16
/// </code>
/// </summary>
public sealed class Model
{
    /// <summary>Version of the format of a model without a judge of clips.</summary>
    public const int FormatVersion = 2;

    /// <summary>Version of the format of a model with one.</summary>
    public const int JudgedVersion = 3;

    /// <summary>Largest model file, in bytes.</summary>
    public const int MaximumBytes = 65536;

    /// <summary>Code of the logistic classifier.</summary>
    public const int LogisticKind = 1;

    /// <summary>Code of the network of convolutions.</summary>
    public const int NetworkKind = 2;

    /// <summary>CRC-32 of the file's content.</summary>
    public uint Checksum { get; set; }

    /// <summary>How sound becomes features.</summary>
    public FrontEndSettings FrontEnd { get; set; }

    /// <summary>int8 units per unit of a normalised Q10 value, Q16; one a feature.</summary>
    public int[] FeatureScale { get; set; }

    /// <summary>Frames the classifier looks at, C.</summary>
    public int Context { get; set; }

    /// <summary>Frames of the context that lie after the frame the logit is about; less than C.</summary>
    public int LookAhead { get; set; }

    /// <summary>Names of the classes.</summary>
    public string[] Labels { get; set; }

    /// <summary>Weights of the classes when the classifier is logistic, else null.</summary>
    public LogisticWeights[] Logistic { get; set; }

    /// <summary>The network when the classifier is one, else null.</summary>
    public ConvNetwork Network { get; set; }

    /// <summary>What tells the class of a whole clip, or null; events don't need it.</summary>
    public JudgeWeights Judge { get; set; }

    /// <summary>Frames of a clip, to the nearest.</summary>
    /// <param name="seconds">Its length.</param>
    /// <exception cref="ModelFormatException">There is no <see cref="Judge"/>, or there are too many.</exception>
    public int FramesOfClip(int seconds)
    {
        if (Judge == null)
        {
            throw new ModelFormatException("it tells no clips apart; count events, or train a model on sounds with a class for each clip");
        }

        var frames = ((seconds * SampleRate) + (HopLength / 2)) / HopLength;
        if (frames > ClipStatistics.MostFrames)
        {
            throw new ModelFormatException("a clip of " + seconds.ToString() + " s has more than " + ClipStatistics.MostFrames.ToString() + " of its frames; make clips shorter");
        }

        return frames;
    }

    /// <summary>Decoder settings of the classes.</summary>
    public DecoderSettings[] Decoders { get; set; }

    /// <summary>Samples in a second.</summary>
    public int SampleRate => FrontEnd.SampleRate;

    /// <summary>Samples from one frame to the next.</summary>
    public int HopLength => FrontEnd.HopLength;

    /// <summary>Reads a model file.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <exception cref="ModelFormatException">The file is cut, damaged, of another version, or contradicts itself.</exception>
    public static Model Parse(byte[] file) => new ModelReader(file).Read();
}
