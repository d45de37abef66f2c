using System.Globalization;
using Esp32Aed.Cost.Boards;
using Esp32Aed.Cost.Calibrating;
using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.SelfTest;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli;

/// <summary>What <c>aed cost --calibrate FILE</c> puts in the place of the estimates: the figures of the board that printed the file.</summary>
/// <remarks>Where the model is not the self-test's, its times are scaled by counted IL operations; see <see cref="Cost.Calibrating.Calibration"/>.</remarks>
internal sealed class BoardCalibration
{
    private const long MostBytes = 16L << 20;

    private readonly string file;
    private readonly SelfTestPrintout printout;
    private readonly ChainCost cost;
    private readonly ChainCost selfTest;
    private readonly bool sameModel;
    private readonly string? kernel;

    private BoardCalibration(string path, SelfTestPrintout printout, ChainCost cost, Model model, ChainVariant variant, CancellationToken stop)
    {
        file = Path.GetFileName(path);
        this.printout = printout;
        this.cost = cost;
        var golden = Model.Parse(GoldenModel.File);
        sameModel = golden.Checksum == model.Checksum;
        kernel = cost.Kernel is { } name && printout.Kernels.ContainsKey(name) ? name : null;
        selfTest = ChainMeter.Measure(GoldenModel.File, CostSound.Read(path: null, golden), kernel is null ? ChainVariant.Textbook : variant, stop: stop);
        Times = Calibration.Of(printout, selfTest, cost);
    }

    /// <summary>The model's times on the board.</summary>
    public Calibration Times { get; }

    /// <summary>Reads what the self-test printed.</summary>
    /// <param name="path">Capture of the board's console.</param>
    /// <exception cref="UserFaultException">It is not the printout of this version's self-test.</exception>
    public static SelfTestPrintout Read(string path)
    {
        SelfTestPrintout read;
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                throw new UserFaultException(FaultKind.Settings, $"--calibrate {path}: over {MostBytes >> 20} MB is too large for a printout of the self-test");
            }

            read = SelfTestPrintout.Parse(File.ReadAllText(path), ChainStages.Names, [.. TriedKernels.Make().Select(kernel => kernel.GetType().Name)]);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserFaultException(FaultKind.Settings, $"--calibrate {path}: no such file; name one that holds what the self-test printed", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Settings, $"--calibrate {path}: can't be read: {error.Message}", error);
        }
        catch (FormatException error)
        {
            throw new UserFaultException(FaultKind.Settings, $"--calibrate {path}: {error.Message}", error);
        }

        var expected = Model.Parse(GoldenModel.File).Checksum.ToString("X8", CultureInfo.InvariantCulture);
        return read.Model.Equals(expected, StringComparison.OrdinalIgnoreCase)
            ? read
            : throw new UserFaultException(
                FaultKind.Settings,
                $"--calibrate {path}: its self-test ran model {read.Model}, that of this version runs {expected}; flash the self-test of this version and run it again");
    }

    /// <summary>Carries a board's figures over to a model.</summary>
    public static BoardCalibration Of(string path, SelfTestPrintout printout, ChainCost cost, Model model, ChainVariant variant, CancellationToken stop) =>
        new(path, printout, cost, model, variant, stop);

    /// <summary>Whether the board keeps up; the heap is judged for the named kind of board.</summary>
    public Verdict Judge(Board board) => Verdict.Of(cost, board, Times.Load);

    /// <summary>Where the figures come from and, if the board tried kernels, which is the fastest there; one line each.</summary>
    public IEnumerable<string> Origin()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"times: measured by the self-test of {file} ({WholeMs:F1} ms a frame{Scaling()})");
        if (cost.Kernel is not null && kernel is null)
        {
            yield return $"{cost.Kernel} was not timed there: its operations take the mean time of the self-test's";
        }

        if (printout.Kernels.Count > 0)
        {
            var tried = printout.Kernels.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value.WholeMicroseconds / 1000:F1} ms"));
            yield return $"whole chain of the self-test by kernel: {string.Join(", ", tried)}; deploy {printout.Fastest}";
        }
    }

    /// <summary>The costs of the model in one line.</summary>
    public string Summary(Board board) => string.Create(
        CultureInfo.InvariantCulture,
        $"cost: {cost.IlPerFrame:N0} IL operations a frame, {Times.FrameMs:F1} ms of {cost.HopMs:F1} ms on the board of {file}; {Judge(board).Reason}");

    /// <summary>For <c>--json</c>.</summary>
    public object Json() => new
    {
        self_test_ms_per_frame = WholeMs,
        self_test_il_per_frame = selfTest.IlPerFrame,
        scaled = !sameModel,
        kernel,
        kernels = printout.Kernels.Select(tried => new
        {
            name = tried.Key,
            ms_per_frame = tried.Value.Microseconds / 1000,
            chain_ms_per_frame = tried.Value.WholeMicroseconds / 1000,
        }),
        deploy = printout.Fastest,
        ms_per_frame = Times.FrameMs,
        load = Times.Load,
        stages = cost.Stages.Select(stage => new { name = stage.Name, ms_per_frame = Times.StageMs(stage.Name) }),
    };

    private double WholeMs => (kernel is null ? printout.WholeMicroseconds : printout.Kernels[kernel].WholeMicroseconds) / 1000;

    private string Scaling() => sameModel
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $" of its own model with {selfTest.IlPerFrame:N0} IL operations; scaled to this model stage by stage by counted IL operations");
}
