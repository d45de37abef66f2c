using Esp32Aed.Cost.Boards;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli;

/// <summary>The board that a user means.</summary>
internal static class KnownBoard
{
    /// <summary>The board of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="where">What says so, for the message.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: it is not known.</exception>
    public static Board Of(string name, string where) => Board.Find(name)
        ?? throw new UserFaultException(FaultKind.Settings, $"{where} {name}: unknown; choose one of {string.Join(", ", Board.All.Select(known => known.Name))}");

    /// <summary>The board of the option, else that of nf.config, else the first.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: it is not known.</exception>
    public static Board Of(string? option, SensorSettings settings) =>
        option is not null ? Of(option, "--board") : settings.Board is { } board ? Of(board, "nf.config: board =") : Board.All[0];
}
