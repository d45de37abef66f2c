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

    /// <summary>
    /// The boards that are known. Clocks, partitions and idle radio are those of nf-interpreter's <c>targets/ESP32</c>: the sdkconfig that a target's
    /// defconfig names, and <c>_IDF/*/partitions_nanoclr_*.csv</c>.
    /// </summary>
    public static IReadOnlyList<Board> All { get; } =
    [
        new("esp32-rev0", 240, WroomHeap, "image ESP32_REV0")
        {
            Chip = "ESP32", Target = "ESP32_REV0", FlashMegabytes = 4, DeploymentBytes = 0x1C0000, DriveBytes = 0x40000, LeavesRadioOn = true,
        },
        new("esp32-rev3", 160, WroomHeap, "image ESP32_REV3 leaves the clock at 160 MHz")
        {
            Chip = "ESP32", Target = "ESP32_REV3", FlashMegabytes = 4, DeploymentBytes = 0x1C0000, DriveBytes = 0x40000, LeavesRadioOn = true,
        },
        new("esp32-psram", 240, null, "megabytes of heap; PSRAM is slower, by how much is not known; for chips before revision 3 take --target ESP32_PSRAM_REV0, which sets 160 MHz")
        {
            Chip = "ESP32", Target = "ESP32_PSRAM_REV3", FlashMegabytes = 4, DeploymentBytes = 0x1C0000, DriveBytes = 0x40000,
        },
        new("esp32-s2", 240, null, "one core; megabytes of heap in PSRAM, which is slower, by how much is not known")
        {
            Chip = "ESP32-S2", Target = "ESP32_S2", FlashMegabytes = 4, DeploymentBytes = 0x1F0000, DriveBytes = 0x40000,
        },
        new("esp32-s3", 240, null, "megabytes of heap in PSRAM, which is slower, by how much is not known; with 2 MB of PSRAM take --target ESP32_S3_QUAD")
        {
            Chip = "ESP32-S3", Target = "ESP32_S3_OCTAL", FlashMegabytes = 8, DeploymentBytes = 0x2E0000, DriveBytes = 0x200000,
        },
        new("esp32-c3", 160, null, "another kind of processor: speed by its clock alone; its heap is not known")
        {
            Chip = "ESP32-C3", Target = "ESP32_C3", FlashMegabytes = 4, DeploymentBytes = 0x1F0000, DriveBytes = 0x40000, LeavesRadioOn = true,
        },
    ];

    /// <summary>The chip.</summary>
    public required string Chip { get; init; }

    /// <summary>nanoFramework's name of its image, as <c>nanoff --target</c> has it.</summary>
    public required string Target { get; init; }

    /// <summary>Flash that such a board usually has, MB.</summary>
    public required int FlashMegabytes { get; init; }

    /// <summary>Room for the application.</summary>
    public required int DeploymentBytes { get; init; }

    /// <summary>Size of drive <c>I:</c>, which also holds the board's own configuration.</summary>
    public required int DriveBytes { get; init; }

    /// <summary>The image turns Wi-Fi on at every start and leaves an unconnected radio on (CONFIG_ESP_WIFI_STA_DISCONNECTED_PM_ENABLE=n).</summary>
    public bool LeavesRadioOn { get; init; }

    /// <summary>The board of a name, whatever its case, or null.</summary>
    public static Board? Find(string name) => All.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>IL operations a second.</summary>
    public double OperationsPerSecond(Speed speed) => speed.OperationsPerSecond * Megahertz / FullClock;

    /// <summary>Predicted time for one frame, ms.</summary>
    public double FrameMs(double ilPerFrame, Speed speed) => 1000 * ilPerFrame / OperationsPerSecond(speed);
}
