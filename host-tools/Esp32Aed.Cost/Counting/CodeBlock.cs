namespace Esp32Aed.Cost.Counting;

/// <summary>A method whose operations are counted.</summary>
/// <param name="Assembly">Name of its assembly.</param>
/// <param name="Type">Name of its type, without the namespace.</param>
/// <param name="BaseType">Name of that type's base, without the namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="IlBytes">Size of its IL.</param>
public sealed record CountedMethod(string Assembly, string Type, string? BaseType, string Name, int IlBytes);

/// <summary>Operations that always run together: only the first can be jumped to, and only the last can jump, call or throw.</summary>
/// <param name="Method">Where the block is.</param>
/// <param name="Operations">IL operations in it.</param>
/// <param name="Cost">Their cost in interpreter instructions.</param>
/// <param name="UnknownOperations">How many of them the price list knows neither by themselves nor by a relative.</param>
public sealed record CodeBlock(CountedMethod Method, int Operations, double Cost, int UnknownOperations);
