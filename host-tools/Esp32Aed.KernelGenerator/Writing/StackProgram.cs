using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Esp32Aed.KernelGenerator;

/// <summary>
/// Takes the operations of a stack machine and writes the C# whose compilation gives them back: what stays on the stack becomes a nested
/// expression, or, where it is used twice, a <c>long</c> that is declared once and that the compiler keeps on the stack with <c>dup</c>.
/// </summary>
internal sealed partial class StackProgram
{
    private readonly StringBuilder text = new();
    private readonly List<Entry> stack = [];
    private readonly Stack<int> free = new();
    private int names;

    /// <summary>How far the text is indented.</summary>
    public string Indent { get; init; } = "        ";

    /// <summary>Locals that there may be; further values are kept in <see cref="Parameters"/>, which cost as much.</summary>
    public int MostLocals { get; init; } = int.MaxValue;

    /// <summary>Locals and parameters in use at once, at most.</summary>
    public int Slots { get; private set; }

    public override string ToString() => text.ToString();

    public int Allocate() => free.TryPop(out int slot) ? slot : Slots++;

    public void Free(int slot) => free.Push(slot);

    public void Load(int slot) => Push(Name(slot), Precedence.Primary);

    public void Constant(long value) => Push(Literal(value), value < 0 ? Precedence.Unary : Precedence.Primary);

    public void Text(string expression) => Push(expression, Precedence.Primary);

    /// <summary>Hands the top to a method.</summary>
    public void Call(Func<string, string> expression) => Push(expression(Pop().Text), Precedence.Primary);

    public void Dup()
    {
        Settle();
        stack.Add(stack[^1]);
    }

    public void Store(int slot)
    {
        var top = Pop();
        Settle();
        Line($"{Name(slot)} = {top.Text};");
    }

    /// <summary>Stores the top in an element of an array.</summary>
    public void StoreTo(string element)
    {
        var top = Pop();
        Settle();
        Line($"{element} = {top.Text};");
    }

    /// <summary>Keeps the top in a local and on the stack.</summary>
    public void Tee(int slot) => Push($"(v{slot} = {Pop().Text})", Precedence.Primary);

    public void Square()
    {
        Dup();
        Multiply();
    }

    /// <summary>The local of a slot.</summary>
    public static string Name(int slot) => $"v{slot}";

    /// <summary>Parameters of the method for the values beyond its locals, each after a comma.</summary>
    public string Parameters() => string.Concat(Extra().Select(slot => $", long {Name(slot)}"));

    /// <summary>Their documentation.</summary>
    public string ParameterComments() =>
        string.Concat(Extra().Select(slot => $"    /// <param name=\"{Name(slot)}\">Room for a value, as a local is.</param>\n"));

    /// <summary>What is handed to them.</summary>
    public string Arguments() => string.Concat(Extra().Select(_ => ", 0"));

    /// <summary>The names of all locals.</summary>
    public string Locals() => string.Join(", ", Enumerable.Range(0, Math.Min(Slots, MostLocals)).Select(Name));

    /// <summary>
    /// The names of all locals and others, the most used first: the first four of a method take a byte less each time.
    /// </summary>
    public string LocalsByUse(string others)
    {
        string code = ToString();
        var uses = Word().Matches(code).CountBy(match => match.Value).ToDictionary(StringComparer.Ordinal);
        return string.Join(", ", others.Split(", ").Concat(Locals().Split(", ")).OrderByDescending(name => uses.GetValueOrDefault(name)));
    }

    public void Statement(string line)
    {
        Settle();
        Line(line);
    }

    public void Add() => Binary("+", Precedence.Sum, Precedence.Product);

    public void Subtract() => Binary("-", Precedence.Sum, Precedence.Product);

    public void Multiply() => Binary("*", Precedence.Product, Precedence.Unary);

    public void Negate() => Push($"-{Embed(Pop(), Precedence.Unary)}", Precedence.Unary);

    public void ShiftRight(int by) => ShiftBy(">>", by);

    public void ShiftRight(Shift by)
    {
        if (by.Variable is { } variable)
        {
            Push(variable, Precedence.Primary);
            Binary(">>", Precedence.Shift, Precedence.Sum);
            return;
        }

        ShiftRight(by.By);
    }

    public void ShiftLeft(int by) => ShiftBy("<<", by);

    /// <summary>A long constant: one of 33 bits and more costs one operation, a smaller one two.</summary>
    public static string Literal(long value) => string.Create(CultureInfo.InvariantCulture, $"{value}L");

    public string PopText() => Pop().Text;

    private IEnumerable<int> Extra() => Enumerable.Range(0, Slots).Skip(MostLocals);

    private void ShiftBy(string operation, int by)
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

    private void Line(string line) => text.Append(Indent).Append(line).Append('\n');

    [GeneratedRegex(@"\b[a-z]\w*")]
    private static partial Regex Word();

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
