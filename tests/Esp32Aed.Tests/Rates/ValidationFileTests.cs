using Esp32Aed.Rates;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Rates;

public sealed class ValidationFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-validation-");

    private string FilePath => Path.Combine(folder.FullName, ValidationFile.Name);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_is_written_is_read()
    {
        new ValidationFile("1a2b3c4d", [new ClassValidation("cough", 683, 607, 75, 19.375), new ClassValidation("Türklopfen", 0, 0, 0, 0)]).Write(FilePath);

        var read = ValidationFile.Read(FilePath)!;
        Assert.Equal("1a2b3c4d", read.ModelChecksum);
        Assert.Equal(new ClassValidation("cough", 683, 607, 75, 19.375), read.Of("cough"));
        Assert.Equal(0, read.Of("Türklopfen")!.TrueEvents);
        Assert.Null(read.Of("bark"));
        Assert.Contains("\"false_alarm_minutes\": 19.375", File.ReadAllText(FilePath), StringComparison.Ordinal);
        Assert.DoesNotContain("\r", File.ReadAllText(FilePath), StringComparison.Ordinal);
        Assert.DoesNotContain("fault", File.ReadAllText(FilePath), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_file_is_no_validation() => Assert.Null(ValidationFile.Read(FilePath));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"model_checksum":"1","classes":null}""")]
    [InlineData("""{"model_checksum":"1","classes":[null]}""")]
    [InlineData("""{"model_checksum":"1","classes":[{"label":"x"}]}""")]
    [InlineData("""{"model_checksum":"1","classes":[{"label":null,"true_events":1,"matched_events":1,"false_alarms":0,"false_alarm_minutes":1}]}""")]
    [InlineData("""{"model_checksum":"1","classes":[{"label":"x","true_events":1,"matched_events":2,"false_alarms":0,"false_alarm_minutes":1}]}""")]
    [InlineData("""{"model_checksum":"1","classes":[{"label":"x","true_events":9999999999,"matched_events":2,"false_alarms":0,"false_alarm_minutes":1}]}""")]
    [InlineData("""{"model_checksum":"1","classes":[{"label":"x","true_events":1,"matched_events":1,"false_alarms":0,"false_alarm_minutes":1}]""")]
    public void A_damaged_file_is_refused_in_one_line(string text)
    {
        File.WriteAllText(FilePath, text);

        var fault = Assert.Throws<UserFaultException>(() => ValidationFile.Read(FilePath));
        Assert.Equal(FaultKind.Model, fault.Kind);
        Assert.Contains(ValidationFile.Name, fault.Message, StringComparison.Ordinal);
        Assert.Contains("train the model again", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }
}
