using Esp32Aed.VirtualBoard;

namespace nanoFramework.Runtime.Native;

/// <summary>How to restart.</summary>
public enum RebootOption
{
    /// <summary>The whole board.</summary>
    NormalReboot = 0,

    /// <summary>Into the bootloader.</summary>
    EnterNanoBooter = 1,

    /// <summary>The managed runtime only.</summary>
    ClrOnly = 2,

    /// <summary>Into the maker's bootloader.</summary>
    EnterProprietaryBooter = 8,
}

/// <summary>Power of the board.</summary>
public static class Power
{
    /// <summary>Restarts the board: on the virtual one it ends the program, and <see cref="Board.IsRebooting"/> tells why.</summary>
    public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot) => Board.Current.Reboot();
}
