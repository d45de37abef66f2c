using System.CommandLine;
using Esp32Aed.Cli;
using Esp32Aed.Cli.Commands;
using Esp32Aed.Sound;

var root = new RootCommand("Esp32Aed: count sounds with an ESP32. Train, evaluate, simulate; nothing leaves the device but counts.")
{
    DatasetCommand.Create(),
    SynthCommand.Create(),
    MixCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    ErrorsCommand.Create(),
    RunCommand.Create(),
    CostCommand.Create(),
    GenerateCommand.Create(),
    SimulateCommand.Create(),
    UpdateCommand.Create(),
    BoardsCommand.Create(),
    PlanCommand.Create(),
    DeployCommand.Create(),
    MonitorCommand.Create(),
    StationCommand.Create(),
    DemoCommand.Create(),
};
root.Options.Add(Output.JsonOption);

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine($"aed: {error.Message} (see aed --help)");
    }

    return ExitCodes.Usage;
}

try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
    if (parsed.CommandResult.Command.Name == DeployCommand.Name)
    {
        // After Ctrl+C secrets are still to be deleted, however busy the machine.
        configuration.ProcessTerminationTimeout = DeployCommand.CleanUpPatience;
    }

    return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
}
catch (UserFaultException fault)
{
    Console.Error.WriteLine($"aed: {fault.Message}");
    return (int)fault.Kind;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("aed: stopped");
    return ExitCodes.Stopped;
}
