using System.Text;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests.Care;

public sealed class UpdateSlotsTests : IDisposable
{
    private const string Flashed = "192.168.1.10";

    private readonly CareBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void An_update_is_tried_by_the_next_start_and_confirmed_by_its_success()
    {
        Assert.True(Offer(UpdateKind.Model, 7, CareBench.Model(2)));
        var trial = bench.Start(started =>
        {
            var loaded = new CareBench.Loaded(started);
            started.Slots.NoteInterval();
            Assert.True(started.Slots.IsOnTrial);
            started.Slots.NoteAcknowledged();
            Assert.Equal("model 7 confirmed", started.Slots.Outcome);
            Assert.False(started.Slots.IsOnTrial);
            return loaded;
        });
        Assert.Equal(new(Flashed, CareBench.ChecksumOf(2), "model 7 accepted", IsOnTrial: true), trial);
        Assert.Equal(new(Flashed, CareBench.ChecksumOf(2), "model 7 confirmed", IsOnTrial: false), bench.Start("listening: IOException: late"));
    }

    [Fact]
    public void Until_the_next_start_nothing_changes()
    {
        bench.Start(started =>
        {
            Assert.True(started.Inbox.Offer(CareBench.Sealed(UpdateKind.Model, 7, CareBench.Model(2))));
            Assert.True(started.Slots.IsRestartDue);
            Assert.False(started.Slots.IsOnTrial);
            Assert.Equal(CareBench.ChecksumOf(1), started.Slots.LoadModel(CareBench.ModelPath).Checksum);
            started.Succeed();
            return Assert.Single(new[] { started.Slots.Outcome });
        });
        Assert.True(bench.Start().IsOnTrial);
    }

    [Fact]
    public void A_crash_in_the_trial_goes_back()
    {
        Confirm(UpdateKind.Model, 6, CareBench.Model(3));
        Offer(UpdateKind.Model, 7, CareBench.Model(2));
        Assert.Equal(CareBench.ChecksumOf(2), bench.Start().Model);
        Assert.Equal(
            new(Flashed, CareBench.ChecksumOf(3), "model 7 rolled back: watchdog: stuck in listening", IsOnTrial: false),
            bench.Start("watchdog: stuck in listening"));
        Assert.False(Offer(UpdateKind.Model, 7, CareBench.Model(2)));
        Assert.False(bench.Start().IsOnTrial);
    }

    [Fact]
    public void A_crash_before_the_trial_began_is_not_held_against_it()
    {
        Offer(UpdateKind.Model, 7, CareBench.Model(2));
        Assert.True(bench.Start("storing: IOException: x").IsOnTrial);
        Assert.False(bench.Start("storing: IOException: x").IsOnTrial);
    }

    [Fact]
    public void Where_nothing_was_flashed_one_line_tells_what_to_do()
    {
        File.Delete(Path.Combine(bench.Drive, "model.aed"));
        Assert.Contains("aed deploy", Assert.Throws<Detection.ModelFormatException>(() => bench.Start()).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(bench.Drive, "nf.config"));
        Assert.Contains("aed deploy", Assert.Throws<SettingsException>(() => bench.Start()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Six_starts_without_success_go_back(bool hasInterval, bool isAcknowledged)
    {
        Offer(UpdateKind.Settings, 5, bench.Config("10.0.0.9"));
        for (var start = 0; start < UpdateSlots.MostTrialStarts; start++)
        {
            var host = bench.Start(started =>
            {
                if (hasInterval)
                {
                    started.Slots.NoteInterval();
                }

                if (isAcknowledged)
                {
                    started.Slots.NoteAcknowledged();
                }

                return started.Settings.Mqtt.Host;
            });
            Assert.Equal("10.0.0.9", host);
        }

        Assert.Equal(new(Flashed, CareBench.ChecksumOf(1), "settings 5 rolled back: not confirmed in 6 starts", IsOnTrial: false), bench.Start());
    }

    [Fact]
    public void A_sensor_that_never_sleeps_is_told_when_its_trial_takes_too_long()
    {
        Offer(UpdateKind.Settings, 5, bench.Config("10.0.0.9"));
        bench.Start(started =>
        {
            Assert.False(started.Slots.IsTrialOverdue(1020_000_000, 60));
            Assert.True(started.Slots.IsTrialOverdue(1020_000_001, 60));
            Assert.False(started.Succeed().Slots.IsTrialOverdue(long.MaxValue, 60));
            return 0;
        });
    }

    [Fact]
    public void Only_newer_serials_are_taken_each_kind_for_itself()
    {
        Confirm(UpdateKind.Model, 7, CareBench.Model(2));
        Assert.False(Offer(UpdateKind.Model, 7, CareBench.Model(3)));
        Assert.False(Offer(UpdateKind.Model, 6, CareBench.Model(3)));
        Assert.True(Offer(UpdateKind.Settings, 1, bench.Config("10.0.0.9")));
        Assert.Equal((7, 1), bench.Start(s => (s.Slots.SerialOf(UpdateKind.Model), s.Slots.SerialOf(UpdateKind.Settings))));
    }

    [Fact]
    public void While_one_is_on_trial_another_waits_and_is_taken_later()
    {
        Offer(UpdateKind.Model, 1, CareBench.Model(2));
        Assert.False(Offer(UpdateKind.Settings, 1, bench.Config("10.0.0.9")));
        Assert.False(Offer(UpdateKind.Model, 2, CareBench.Model(3)));
        bench.Start(started => started.Succeed().Slots.IsOnTrial);
        Assert.True(Offer(UpdateKind.Settings, 1, bench.Config("10.0.0.9")));
    }

    [Fact]
    public void Many_updates_use_two_files_a_kind()
    {
        for (var serial = 1; serial <= 5; serial++)
        {
            Confirm(UpdateKind.Model, serial, CareBench.Model(serial + 1));
            Confirm(UpdateKind.Settings, serial, bench.Config("10.0.0." + serial));
        }

        Assert.Equal(new("10.0.0.5", CareBench.ChecksumOf(6), "model 5 confirmed; settings 5 confirmed", IsOnTrial: false), bench.Start());
        Assert.Equal(
            ["model.a", "model.aed", "model.b", "nf.config", "settings.a", "settings.b", "update.0", "update.1"],
            Directory.GetFiles(bench.Drive).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_confirmed_file_that_is_damaged_later_leads_to_the_flashed_one()
    {
        Confirm(UpdateKind.Model, 1, CareBench.Model(2));
        var path = Path.Combine(bench.Drive, "model.a");
        var bytes = File.ReadAllBytes(path);
        bytes[20] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal(new(Flashed, CareBench.ChecksumOf(1), "model 1 dropped: its file is damaged", IsOnTrial: false), bench.Start());
    }

    [Fact]
    public void A_file_flashed_by_hand_counts_more_than_updates()
    {
        Confirm(UpdateKind.Model, 4, CareBench.Model(2));
        File.WriteAllBytes(Path.Combine(bench.Drive, "model.aed"), CareBench.Model(9));
        Assert.Equal(CareBench.ChecksumOf(9), bench.Start().Model);
        Assert.False(Offer(UpdateKind.Model, 4, CareBench.Model(2)));
        Assert.Equal(CareBench.ChecksumOf(9), bench.Start().Model);
    }

    [Fact]
    public void A_model_flashed_by_hand_ends_no_trial_of_settings()
    {
        Confirm(UpdateKind.Model, 4, CareBench.Model(2));
        Offer(UpdateKind.Settings, 5, bench.Config("10.0.0.9"));
        File.WriteAllBytes(Path.Combine(bench.Drive, "model.aed"), CareBench.Model(9));
        Assert.False(bench.Start(started => started.Succeed().Slots.IsOnTrial));
        Assert.Equal(("10.0.0.9", CareBench.ChecksumOf(9)), bench.Start(s => (s.Settings.Mqtt.Host, s.Model.Checksum)));
    }

    [Fact]
    public void An_outcome_is_told_until_it_was_reported()
    {
        Confirm(UpdateKind.Model, 4, CareBench.Model(2));
        bench.Start(started =>
        {
            started.Slots.OutcomeReported("model 4 accepted");
            Assert.Equal("model 4 confirmed", started.Slots.Outcome);
            started.Slots.OutcomeReported(started.Slots.Outcome);
            return started.Slots.Outcome ?? string.Empty;
        });
        Assert.Null(bench.Start().Outcome);
    }

    [Fact]
    public void Updates_that_the_sensor_cannot_use_are_refused_with_the_reason_and_remembered()
    {
        var damaged = CareBench.Model(2);
        damaged[30] ^= 1;
        Refused(UpdateKind.Model, 1, damaged, "model 1 refused: model file: its checksum is wrong");
        Refused(UpdateKind.Settings, 1, Encoding.ASCII.GetBytes("[device]\nnam = x\n"), "settings 1 refused: nf.config line 2: unknown key nam");
        Refused(UpdateKind.Settings, 2, bench.Config("10.0.0.9", name: "yard-2"), "settings 2 refused: [device] name can't be changed");
        Refused(UpdateKind.Settings, 3, Changed("model.aed", "other.aed"), "settings 3 refused: [model] file can't be changed");
        Refused(UpdateKind.Settings, 4, Changed("accept = yes", "accept = no"), "settings 4 refused: [care] can't be changed");
        Refused(UpdateKind.Settings, 5, Changed("accept = yes", "accept = yes\nurl = http://evil/"), "settings 5 refused: [care] can't be changed");
        Refused(UpdateKind.Settings, 6, Changed("accept = yes", "key = " + new string('0', 64)), "settings 6 refused: nf.config line 15: ");
    }

    private byte[] Changed(string from, string to) =>
        Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(bench.Config(Flashed)).Replace(from, to, StringComparison.Ordinal));

    private bool Offer(UpdateKind kind, int serial, byte[] payload) =>
        bench.Run(() => OfferOnly(kind, serial, payload));

    // Between starts: as the last session of a start does, without counting as a start.
    private static bool OfferOnly(UpdateKind kind, int serial, byte[] payload)
    {
        var slots = new UpdateSlots("I:\\", isFromSleep: false);
        var settings = SensorSettings.Parse(Encoding.ASCII.GetBytes(Esp32Aed.VirtualBoard.Api.File.ReadAllText(CareBench.ConfigPath)), CareBench.Secrets);
        return new CareInbox(slots, settings, CareBench.Secrets, [new Kernels.Kernel8k()], "I:\\", "nf.config").Offer(CareBench.Sealed(kind, serial, payload));
    }

    private void Confirm(UpdateKind kind, int serial, byte[] payload)
    {
        Assert.True(Offer(kind, serial, payload));
        Assert.False(bench.Start(started => started.Succeed().Slots.IsOnTrial));
    }

    private void Refused(UpdateKind kind, int serial, byte[] payload, string outcome)
    {
        Assert.False(Offer(kind, serial, payload));
        var loaded = bench.Start(started =>
        {
            var told = new CareBench.Loaded(started);
            Assert.Equal(serial, started.Slots.SerialOf(kind));
            started.Slots.OutcomeReported(told.Outcome);
            return told;
        });
        Assert.StartsWith(outcome, loaded.Outcome, StringComparison.Ordinal);
        Assert.Equal((Flashed, CareBench.ChecksumOf(1), false), (loaded.Host, loaded.Model, loaded.IsOnTrial));
    }
}
