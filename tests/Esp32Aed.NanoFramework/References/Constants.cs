using System.Globalization;
using Esp32Aed.NanoFramework.Lists;

namespace Esp32Aed.NanoFramework.References;

/// <summary>Reads the constants and default values of the lists.</summary>
internal static class Constants
{
    /// <summary>The value that a text means for a type; null for a null reference and for an empty structure.</summary>
    /// <param name="text">The text in the list.</param>
    /// <param name="type">Full name of the type.</param>
    /// <param name="directory">Finds the underlying type of an enumeration.</param>
    /// <exception cref="InvalidDataException">The text does not fit the type.</exception>
    public static object? Parse(string text, string type, TypeDirectory directory)
    {
        var invariant = CultureInfo.InvariantCulture;
        try
        {
            return type switch
            {
                _ when text == "null" => null,
                "System.Boolean" => bool.Parse(text),
                "System.Char" => (char)ushort.Parse(text, invariant),
                "System.SByte" => sbyte.Parse(text, invariant),
                "System.Byte" => byte.Parse(text, invariant),
                "System.Int16" => short.Parse(text, invariant),
                "System.UInt16" => ushort.Parse(text, invariant),
                "System.Int32" => int.Parse(text, invariant),
                "System.UInt32" => uint.Parse(text, invariant),
                "System.Int64" => long.Parse(text, invariant),
                "System.UInt64" => ulong.Parse(text, invariant),
                "System.Single" => float.Parse(text, invariant),
                "System.Double" => double.Parse(text, invariant),
                "System.String" => text.Trim('"'),
                _ when directory.Find(type).Type is { Kind: ApiTypeKind.Enum } enumeration => Parse(text, enumeration.Bases[0], directory),
                _ => throw new FormatException(),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new InvalidDataException($"'{text}' is no constant of type {type}", e);
        }
    }
}
