using System.Globalization;
using System.Text;

namespace Esp32Aed.KernelGenerator;

/// <summary>
/// Takes the operations of a stack machine and writes the C# whose compilation gives them back: what stays on the stack becomes a nested
/// expression, or, where it is used twice, a <c>long</c> that is declared once and that the compiler keeps on the stack with <c>dup</c>.
/// </summary>
internal sealed class StackProgram
{
    private readonly StringBuilder text = new();
    private readonly List<Entry> stack = [];
    private readonly Stack<int> free = new();
    private readonly string indent;
    private int names;

    public StackProgram(string indent) => this.indent = indent;

    /// <summary>Locals in use at once, at most.</summary>
    public int Slots { get; private set; }

    public int Depth => stack.Count;

    public override string ToString() => text.ToString();

    public int Allocate() => free.TryPop(out int slot) ? slot : Slots++;

    public void Free(int slot) => free.Push(slot);

    public void Load(int slot) => Push($"v{slot}", Precedence.Primary);

    public void Constant(long value) => Push(Literal(value), value < 0 ? Precedence.Unary : Precedence.Primary);

    public void Text(string expression) => Push(expression, Precedence.Primary);

    public void Dup()
    {
        Settle();
        stack.Add(stack[^1]);
    }

    public void Store(int slot)
    {
        var top = Pop();
        Settle();
        Line($"v{slot} = {top.Text};");
    }

    /// <summary>Keeps the top in a local and on the stack.</summary>
    public void Tee(int slot) => Push($"(v{slot} = {Pop().Text})", Precedence.Primary);

    public void Square()
    {
        Dup();
        Multiply();
    }

    /// <summary>The names of all locals.</summary>
    public string Locals() => string.Join(", ", Enumerable.Range(0, Slots).Select(slot => $"v{slot}"));

    public void Statement(string line)
    {
        Settle();
        Line(line);
    }

    public void Add() => Binary("+", Precedence.Sum, Precedence.Product);

    public void Subtract() => Binary("-", Precedence.Sum, Precedence.Product);

    public void Multiply() => Binary("*", Precedence.Product, Precedence.Unary);

    public void ShiftRight(int by) => Shift(">>", by);

    public void ShiftLeft(int by) => Shift("<<", by);

    /// <summary>A long constant: one of 33 bits and more costs one operation, a smaller one two.</summary>
    public static string Literal(long value) => string.Create(CultureInfo.InvariantCulture, $"{value}L");

    public string PopText() => Pop().Text;

    private void Shift(string operation, int by)
    {
        if (by != 0)
        {
            Push(string.Create(CultureInfo.InvariantCulture, $"{by}"), Precedence.Primary);
            Binary(operation, Precedence.Shift, Precedence.Sum);
        }
    }

    private void Binary(string operation, Precedence own, Precedence right)
    {
        var b = Pop();
        var a = Pop();
        Push($"{Embed(a, own)} {operation} {Embed(b, right)}", own);
    }

    private static string Embed(Entry entry, Precedence atLeast) => entry.Precedence >= atLeast ? entry.Text : $"({entry.Text})";

    private void Push(string expression, Precedence precedence) => stack.Add(new Entry(expression, precedence, false));

    private Entry Pop()
    {
        var top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    // What is still on the stack is computed before the next statement, so it becomes a declaration of its own.
    private void Settle()
    {
        for (int i = 0; i < stack.Count; i++)
        {
            if (!stack[i].IsName)
            {
                string name = $"t{names++}";
                Line($"long {name} = {stack[i].Text};");
                stack[i] = new Entry(name, Precedence.Primary, true);
            }
        }
    }

    private void Line(string line) => text.Append(indent).Append(line).Append('\n');

    private enum Precedence
    {
        Shift,
        Sum,
        Product,
        Unary,
        Primary,
    }

    private sealed record Entry(string Text, Precedence Precedence, bool IsName);
}
