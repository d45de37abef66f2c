namespace Esp32Aed.Cost.Boards;

/// <summary>How good an image the interpreter was built into.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="OperationsPerSecond">IL operations a second at 240 MHz.</param>
public sealed record Speed(string Name, double OperationsPerSecond);

/// <summary>
/// A kind of board. Nothing here was measured on one of ours: the speeds follow from one published measurement of a board and the processor
/// instructions that builds of the interpreter take for an IL operation, and scale with the clock.
/// </summary>
/// <param name="Name">Name for <c>--board</c>.</param>
/// <param name="Megahertz">Clock that its image sets.</param>
/// <param name="HeapBytes">Managed heap, or null when it isn't known.</param>
/// <param name="Note">What is not certain.</param>
public sealed record Board(string Name, int Megahertz, int? HeapBytes, string Note)
{
    private const int WroomHeap = 112 * 1024;
    private const double FullClock = 240;

    /// <summary>The figure to plan with.</summary>
    public static Speed Plan { get; } = new("plan", 2.4e6);

    /// <summary>What to expect of a good image, by plan, and of a bad one.</summary>
    public static IReadOnlyList<Speed> Speeds { get; } = [new Speed("good", 3.4e6), Plan, new Speed("bad", 1.2e6)];

    /// <summary>The boards that are known.</summary>
    public static IReadOnlyList<Board> All { get; } =
    [
        new("esp32-rev0", 240, WroomHeap, "image ESP32_REV0"),
        new("esp32-rev3", 160, WroomHeap, "image ESP32_REV3 leaves the clock at 160 MHz"),
        new("esp32-psram", 240, null, "megabytes of heap; PSRAM is slower, by how much is not known"),
        new("esp32-s3", 160, null, "its clock and heap are not known, so the lower clock is assumed"),
        new("esp32-c3", 160, null, "another kind of processor: speed by its clock alone; its heap is not known"),
    ];

    /// <summary>IL operations a second.</summary>
    public double OperationsPerSecond(Speed speed) => speed.OperationsPerSecond * Megahertz / FullClock;

    /// <summary>Predicted time for one frame, ms.</summary>
    public double FrameMs(double ilPerFrame, Speed speed) => 1000 * ilPerFrame / OperationsPerSecond(speed);
}
