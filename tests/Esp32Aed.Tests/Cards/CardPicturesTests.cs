using System.Text.RegularExpressions;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Cards;

public sealed class CardPicturesTests
{
    [Fact]
    public void Pictures_of_an_older_model_are_replaced_or_deleted()
    {
        var folder = Directory.CreateTempSubdirectory("aed-tests-").FullName;
        try
        {
            CardPictures.Write(folder, "old curve", "old loss", "old matrix");
            File.WriteAllText(Path.Combine(folder, "mine.svg"), "mine");

            CardPictures.Write(folder, "new curve", null, null);

            Assert.Equal(["mine.svg", "operating-curve.svg"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Equal("new curve", File.ReadAllText(Path.Combine(folder, CardPictures.OperatingCurve)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_picture_that_can_not_be_deleted_is_said()
    {
        var folder = Directory.CreateTempSubdirectory("aed-tests-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, CardPictures.Confusion));

            var fault = Assert.Throws<UserFaultException>(() => CardPictures.Write(folder, null, null, null));

            Assert.Equal(FaultKind.Output, fault.Kind);
            Assert.Matches(new Regex($"{CardPictures.Confusion}.*delete it", RegexOptions.None, TimeSpan.FromSeconds(1)), fault.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
