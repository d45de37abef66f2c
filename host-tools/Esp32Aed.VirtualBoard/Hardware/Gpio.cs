using Esp32Aed.VirtualBoard;

namespace System.Device.Gpio;

/// <summary>What a pin does.</summary>
public enum PinMode
{
    /// <summary>It is read.</summary>
    Input = 0,

    /// <summary>It is driven.</summary>
    Output = 3,
}

/// <summary>Level of a pin.</summary>
public readonly struct PinValue : IEquatable<PinValue>
{
    private readonly bool isHigh;

    private PinValue(bool isHigh) => this.isHigh = isHigh;

    /// <summary>High.</summary>
    public static PinValue High => new(true);

    /// <summary>Low.</summary>
    public static PinValue Low => new(false);

    /// <summary>The level as a truth value.</summary>
    public static explicit operator bool(PinValue value) => value.isHigh;

    /// <summary>The same level.</summary>
    public static bool operator ==(PinValue a, PinValue b) => a.isHigh == b.isHigh;

    /// <summary>Another level.</summary>
    public static bool operator !=(PinValue a, PinValue b) => a.isHigh != b.isHigh;

    /// <inheritdoc/>
    public bool Equals(PinValue other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PinValue other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => isHigh.GetHashCode();
}

/// <summary>The pins of the board.</summary>
public sealed class GpioController : IDisposable
{
    private readonly Dictionary<int, GpioPin> open = [];

    /// <summary>Takes a pin into use.</summary>
    /// <exception cref="ArgumentException">There is no such pin.</exception>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        if (pinNumber is < 0 or > 39 || (mode == PinMode.Output && pinNumber > 33))
        {
            throw new ArgumentException("The ESP32 can't use pin " + pinNumber + " so.", nameof(pinNumber));
        }

        if (open.ContainsKey(pinNumber))
        {
            throw new InvalidOperationException("The pin is open already.");
        }

        return open[pinNumber] = new GpioPin(pinNumber, mode);
    }

    /// <summary>Lets a pin go.</summary>
    public void ClosePin(int pinNumber) => open.Remove(pinNumber);

    /// <inheritdoc/>
    public void Dispose() => open.Clear();
}

/// <summary>An open pin.</summary>
public sealed class GpioPin : IDisposable
{
    private readonly PinMode mode;
    private PinValue value;

    internal GpioPin(int pinNumber, PinMode mode)
    {
        PinNumber = pinNumber;
        this.mode = mode;
    }

    /// <summary>GPIO number.</summary>
    public int PinNumber { get; }

    /// <summary>The level.</summary>
    public PinValue Read() => value;

    /// <summary>Sets the level.</summary>
    public void Write(PinValue level)
    {
        if (mode != PinMode.Output)
        {
            throw new InvalidOperationException("The pin is an input.");
        }

        value = level;
        var board = Board.Current;
        board.Pins.Drive(new PinChange(board.Clock.Microseconds, PinNumber, (bool)level));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
