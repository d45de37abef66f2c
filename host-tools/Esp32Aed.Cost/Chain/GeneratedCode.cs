namespace Esp32Aed.Cost.Chain;

/// <summary>A model as code, to be measured instead of the packed form.</summary>
/// <param name="Assembly">Simple name of its assembly.</param>
/// <param name="Type">Full name of its <c>GeneratedClassifier</c>.</param>
/// <param name="Image">The assembly.</param>
public sealed record GeneratedCode(string Assembly, string Type, byte[] Image);
