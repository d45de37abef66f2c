namespace Esp32Aed.Sound;

/// <summary>What a user can be told went wrong; each kind is one exit code of <c>aed</c>, listed in README.md.</summary>
public enum FaultKind
{
    /// <summary>A sound file can't be used: missing, empty, unreadable.</summary>
    Sound = 3,

    /// <summary>A label file can't be read, or contradicts its sound.</summary>
    Labels = 4,

    /// <summary>A data set can't serve the command: one recording, one class, no such label.</summary>
    Dataset = 5,

    /// <summary>A model file is damaged, cut, or of an unknown version.</summary>
    Model = 6,

    /// <summary><c>nf.config</c> or a command's option has a wrong value.</summary>
    Settings = 7,

    /// <summary>A native library or program that the command needs is not installed.</summary>
    MissingDependency = 8,

    /// <summary>A broker or server did not take what was sent.</summary>
    Network = 9,

    /// <summary>A result could not be written.</summary>
    Output = 10,

    /// <summary>The board did not take what it was sent, or can't be reached.</summary>
    Board = 11,
}

/// <summary>
/// Something the user can mend. The message is one line that says what is wrong, where, and how to mend it;
/// <c>aed</c> prints it without a stack trace and exits with the number of <see cref="Kind"/>.
/// </summary>
public sealed class UserFaultException : Exception
{
    /// <summary>Makes the fault of the given kind with its one-line message.</summary>
    public UserFaultException(FaultKind kind, string message)
        : base(message) => Kind = kind;

    /// <summary>Makes the fault of the given kind with its one-line message and the error behind it.</summary>
    public UserFaultException(FaultKind kind, string message, Exception inner)
        : base(message, inner) => Kind = kind;

    /// <summary>The kind, which is also the exit code.</summary>
    public FaultKind Kind { get; }
}
