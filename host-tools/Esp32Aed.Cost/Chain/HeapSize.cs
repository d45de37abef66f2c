using System.Reflection;

namespace Esp32Aed.Cost.Chain;

/// <summary>
/// An estimate of what objects take on the nanoFramework heap of a 32-bit board, by the layout of the interpreter's sources: memory comes in blocks of
/// 12 bytes; an object is a block and one more for each of its fields, also of its base types; an array is 20 bytes and its elements, 12 bytes for a
/// reference; a string is 12 bytes, its UTF-8 bytes and a zero. What the heap loses to fragmentation is not in it.
/// </summary>
public static class HeapSize
{
    private const int Block = 12;
    private const int ArrayHeader = 20;

    /// <summary>Bytes of all objects that can be reached, each counted once.</summary>
    public static int Of(params IEnumerable<object> roots)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>(roots);
        var blocks = 0;
        while (open.TryPop(out var next))
        {
            if (seen.Add(next))
            {
                blocks += (BytesOf(next, open) + Block - 1) / Block;
            }
        }

        return blocks * Block;
    }

    private static int BytesOf(object item, Stack<object> open)
    {
        if (item is string text)
        {
            return Block + System.Text.Encoding.UTF8.GetByteCount(text) + 1;
        }

        if (item is Array array)
        {
            var element = item.GetType().GetElementType()!;
            if (element.IsPrimitive)
            {
                return ArrayHeader + Buffer.ByteLength(array);
            }

            Open(array.Cast<object?>());
            return ArrayHeader + (Block * array.Length);
        }

        var fields = Fields(item.GetType()).ToList();
        Open(fields.Where(field => !field.FieldType.IsValueType).Select(field => field.GetValue(item)));
        return Block * (1 + fields.Count);

        void Open(IEnumerable<object?> items)
        {
            foreach (var reference in items.OfType<object>())
            {
                open.Push(reference);
            }
        }
    }

    private static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
