using System.Reflection;
using System.Runtime.Loader;
using Esp32Aed.Cost.Prices;
using Mono.Cecil;

namespace Esp32Aed.Cost.Counting;

/// <summary>
/// Assemblies whose every executed IL operation is counted: no sampling, and nothing in them changes but the counters. They live in a load
/// context of their own beside the uncounted originals.
/// </summary>
public sealed class CountedAssemblies : IDisposable
{
    private readonly Context context;
    private readonly Action<int> reset;
    private readonly Func<long[][]> read;

    private CountedAssemblies(Context context, Instrumenter instrumenter)
    {
        this.context = context;
        Blocks = instrumenter.Blocks;
        Methods = instrumenter.Methods;
        var counters = context.Copy.GetType(typeof(Counters).FullName!, throwOnError: true)!;
        reset = counters.GetMethod(nameof(Counters.Reset))!.CreateDelegate<Action<int>>();
        read = counters.GetMethod(nameof(Counters.Read))!.CreateDelegate<Func<long[][]>>();
        Clear();
    }

    /// <summary>All blocks of code.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>All methods that have code.</summary>
    public IReadOnlyList<CountedMethod> Methods { get; }

    /// <summary>Instruments and loads assemblies.</summary>
    /// <param name="images">The assemblies as portable executables; they may refer to one another.</param>
    public static CountedAssemblies Load(params IEnumerable<byte[]> images)
    {
        using var resolver = new Resolver();
        var modules = images.Select(image => ModuleDefinition.ReadModule(new MemoryStream(image), new ReaderParameters { AssemblyResolver = resolver })).ToList();
        modules.ForEach(resolver.Register);
        var instrumenter = new Instrumenter(new PriceList(modules.Select(module => module.Assembly.Name.Name)));
        var counted = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var module in modules)
        {
            instrumenter.Instrument(module);
            using var image = new MemoryStream();
            module.Write(image);
            counted.Add(module.Assembly.Name.Name, image.ToArray());
        }

        return new CountedAssemblies(new Context(counted), instrumenter);
    }

    /// <summary>A type of the counted assemblies, or the copy of a type of this library that works with them.</summary>
    /// <param name="assembly">Simple name of the assembly.</param>
    /// <param name="type">Full name of the type.</param>
    public Type Type(string assembly, string type) =>
        context.LoadFromAssemblyName(new AssemblyName(assembly)).GetType(type, throwOnError: true)!;

    /// <summary>Sets all counters to 0.</summary>
    public void Clear() => reset(Blocks.Count);

    /// <summary>What ran since <see cref="Clear"/>; index as in <see cref="Blocks"/>.</summary>
    public IReadOnlyList<BlockCount> Count()
    {
        var counts = read();
        return [.. Blocks.Select((block, i) => new BlockCount(block, counts[0][i], counts[1][i]))];
    }

    /// <inheritdoc/>
    public void Dispose() => context.Unload();

    private sealed class Resolver : DefaultAssemblyResolver
    {
        public void Register(ModuleDefinition module) => RegisterAssembly(module.Assembly);
    }

    private sealed class Context(Dictionary<string, byte[]> counted) : AssemblyLoadContext(nameof(CountedAssemblies), isCollectible: true)
    {
        private static readonly Assembly Own = typeof(CountedAssemblies).Assembly;

        public Assembly Copy => LoadFromAssemblyName(Own.GetName());

        protected override Assembly? Load(AssemblyName assemblyName) =>
            counted.TryGetValue(assemblyName.Name!, out var image) ? LoadFromStream(new MemoryStream(image))
            : string.Equals(assemblyName.Name, Own.GetName().Name, StringComparison.Ordinal) ? LoadFromAssemblyPath(Own.Location)
            : null;
    }
}

/// <summary>How often a block ran.</summary>
/// <param name="Block">The block.</param>
/// <param name="Runs">Times it was entered.</param>
/// <param name="Elements">Array elements that its library calls handled.</param>
public readonly record struct BlockCount(CodeBlock Block, long Runs, long Elements)
{
    /// <summary>IL operations executed.</summary>
    public long Operations => Runs * Block.Operations;

    /// <summary>Their cost in interpreter instructions.</summary>
    public double Cost => (Runs * Block.Cost) + (Elements * PriceList.PerElement);
}
