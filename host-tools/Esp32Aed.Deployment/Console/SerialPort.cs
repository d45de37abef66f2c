using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Esp32Aed.Sound;

namespace Esp32Aed.Deployment.Console;

/// <summary>A serial port that is read as the stream of its device; <c>stty</c> or, on Windows, <c>mode</c> sets its speed.</summary>
public static class SerialPort
{
    /// <summary>Bits a second of a nanoFramework board (nf-interpreter, <c>CONFIG_TARGET_SERIAL_BAUDRATE</c>).</summary>
    public const int BitsPerSecond = 921600;

    private const int BufferLength = 4096;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Opens a port for reading.</summary>
    /// <param name="port">Its name: COM3, /dev/ttyUSB0, /dev/cu.usbserial-1.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Board"/>: there is none, or another program has it; <see cref="FaultKind.MissingDependency"/>: its speed can't be set.</exception>
    public static Stream Open(string port)
    {
        ArgumentException.ThrowIfNullOrEmpty(port);
        if (OperatingSystem.IsWindows())
        {
            // There a port has one user at a time.
            SetSpeed(port);
            return OpenDevice(port, $@"\\.\{port}");
        }

        if (!File.Exists(port))
        {
            throw new UserFaultException(FaultKind.Board, $"--port {port}: no such device; nanoff --listports lists them");
        }

        // Some devices forget their settings when the last user leaves, so stty comes second.
        var stream = OpenDevice(port, port);
        try
        {
            SetSpeed(port);
            return stream;
        }
        catch (UserFaultException)
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads until the port or the file ends.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="isPort">It is a port, whose stream ends only when the board is unplugged.</param>
    /// <param name="decoder">Gets what arrives.</param>
    public static void Read(Stream stream, bool isPort, WireDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(decoder);
        var buffer = new byte[BufferLength];
        while (true)
        {
            int count;
            try
            {
                count = stream.Read(buffer);
            }
            catch (IOException) when (isPort)
            {
                // The device is gone.
                count = -1;
            }

            if (count > 0)
            {
                decoder.Add(buffer.AsSpan(0, count));
            }
            else if (count == 0 && isPort && OperatingSystem.IsWindows())
            {
                // There a port without new bytes looks like an end.
                Thread.Sleep(Pause);
            }
            else
            {
                decoder.End();
                return;
            }
        }
    }

    private static FileStream OpenDevice(string port, string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Board, $"--port {port}: can't be opened ({error.Message}); close other programs that use it, or ask for the right to use it", error);
        }
    }

    private static void SetSpeed(string port)
    {
        var speed = BitsPerSecond.ToString(CultureInfo.InvariantCulture);
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("mode.com", [$"{port}:", $"BAUD={speed}", "PARITY=n", "DATA=8", "STOP=1"])
            : new ProcessStartInfo("stty", [OperatingSystem.IsMacOS() ? "-f" : "-F", port, speed, "raw", "-echo", "-hupcl"]);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new UserFaultException(FaultKind.Board, $"--port {port}: is no serial port that can be set to {speed} bits a second ({said.ReplaceLineEndings(" ").Trim()})");
            }
        }
        catch (Win32Exception error)
        {
            throw new UserFaultException(FaultKind.MissingDependency, $"{start.FileName} is not there, and it sets the port's speed; on Debian it is in the package coreutils", error);
        }
    }
}
