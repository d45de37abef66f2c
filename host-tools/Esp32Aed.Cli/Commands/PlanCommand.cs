using System.CommandLine;
using System.Globalization;
using Esp32Aed.Cost.Boards;
using Esp32Aed.Power;
using Esp32Aed.Sound;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed plan --config nf.config</c>: how long a battery lasts, where its charge goes and what to change first.</summary>
internal static class PlanCommand
{
    private const double RoomTemperature = 20;
    private const double LargestCapacity = 1e6;
    private const double SecondsOfADay = 86400;

    public static Command Create()
    {
        var config = new Option<FileInfo>("--config") { Description = "Settings of the sensor, nf.config.", Required = true };
        var board = new Option<string?>("--board") { Description = "Board (see aed boards), instead of the one that nf.config names." };
        var carrier = new Option<string>("--carrier")
        {
            Description = $"What carries the chip: {string.Join(" or ", Carrier.All.Select(known => known.Name))}.",
            DefaultValueFactory = _ => Carrier.Devkit.Name,
        };
        var battery = new Option<string>("--battery") { Description = "18650 (one cell), or the capacity of lithium-ion cells in parallel, mAh.", DefaultValueFactory = _ => "18650" };
        var temperature = new Option<double>("--temperature") { Description = "Temperature of the battery, degrees Celsius.", DefaultValueFactory = _ => RoomTemperature };
        var command = new Command("plan", "Tell how long a battery lasts, where its charge goes and what to change first.") { config, board, carrier, battery, temperature };
        command.SetAction((parsed, _) => Task.FromResult(Plan(
            new Output(parsed),
            parsed.GetRequiredValue(config),
            parsed.GetValue(board),
            CarrierOf(parsed.GetRequiredValue(carrier)),
            BatteryOf(parsed.GetRequiredValue(battery)),
            parsed.GetValue(temperature))));
        return command;
    }

    private static int Plan(Output output, FileInfo configFile, string? boardName, Carrier carrier, Battery battery, double celsius)
    {
        if (!(celsius >= Battery.Coldest && celsius <= Battery.Hottest))
        {
            throw new UserFaultException(FaultKind.Settings, string.Create(
                CultureInfo.InvariantCulture, $"--temperature {celsius}: a lithium-ion cell works from {Battery.Coldest} to {Battery.Hottest} degrees"));
        }

        var settings = ConfigFile.Read(configFile).Settings;
        var board = KnownBoard.Of(boardName, settings);
        var cycle = BatteryLife.CycleOf(settings, board);
        var currents = BatteryLife.CurrentsOf(board, carrier);
        var plan = DutyPlan.Of(cycle, currents, battery, celsius);
        var savings = Saving.Of(cycle, currents, battery, celsius);
        output.People.Write(UseTable(plan));
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Days:F1} days on {board.Name} ({carrier.Name}) from {plan.UsableMilliampereHours:N0} of {battery.CapacityMilliampereHours:N0} mAh at {celsius:F0} degrees: {plan.AverageMilliamperes:F2} mA on average, {plan.ListenedSecondsPerDay / SecondsOfADay:P0} of the time listened to, {plan.PostsPerDay:F0} posts a day"));
        if (savings.Count > 0)
        {
            output.Line("what to change first:");
            foreach (var saving in savings)
            {
                output.Line(string.Create(CultureInfo.InvariantCulture, $"  {saving.Gain,8:+0.0} days: {saving.Change}"));
            }
        }

        output.Line("sources (none was measured on a board of ours):");
        var sources = PlanSources.Of(cycle, currents, battery);
        foreach (var (name, value, source) in sources)
        {
            output.Line($"  {name} {value}: {source}");
        }

        output.Result(Json(plan, savings, sources, board, carrier, battery, celsius));
        return ExitCodes.Ok;
    }

    private static Table UseTable(DutyPlan plan)
    {
        var all = plan.Uses.Sum(use => use.MilliampereHoursPerDay);
        var table = new Table().AddColumns("where the charge goes", "seconds a day", "mAh a day", "share");
        foreach (var use in plan.Uses)
        {
            table.AddRow(
                use.Use,
                use.SecondsPerDay.ToString("N0", CultureInfo.InvariantCulture),
                use.MilliampereHoursPerDay.ToString("F2", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{100 * use.MilliampereHoursPerDay / all:F1} %"));
        }

        return table.AddRow("all", string.Empty, all.ToString("F2", CultureInfo.InvariantCulture), string.Empty);
    }

    private static object Json(
        DutyPlan plan, IReadOnlyList<Saving> savings, IReadOnlyList<(string Name, string Value, string Source)> sources, Board board, Carrier carrier, Battery battery, double celsius) => new
    {
        board = board.Name,
        carrier = carrier.Name,
        battery_mah = battery.CapacityMilliampereHours,
        usable_mah = plan.UsableMilliampereHours,
        temperature_c = celsius,
        days = plan.Days,
        average_ma = plan.AverageMilliamperes,
        energy_mwh_per_day = plan.Meter.TotalMilliwattHours,
        listened_s_per_day = plan.ListenedSecondsPerDay,
        posts_per_day = plan.PostsPerDay,
        uses = plan.Uses.Select(use => new { name = use.Use, seconds_per_day = use.SecondsPerDay, mah_per_day = use.MilliampereHoursPerDay }),
        changes = savings.Select(saving => new { change = saving.Change, days = saving.Days, gain_days = saving.Gain }),
        sources = sources.Select(source => new { name = source.Name, value = source.Value, source = source.Source }),
    };

    private static Carrier CarrierOf(string name) => Carrier.All.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UserFaultException(FaultKind.Settings, $"--carrier {name}: unknown; choose one of {string.Join(", ", Carrier.All.Select(known => known.Name))}");

    private static Battery BatteryOf(string text)
    {
        if (text == "18650")
        {
            return Battery.Cell18650;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var capacity) && capacity is >= 1 and <= LargestCapacity
            ? new Battery(capacity, "as --battery says")
            : throw new UserFaultException(FaultKind.Settings, $"--battery {text}: write 18650, or the capacity in mAh such as 5200");
    }
}
