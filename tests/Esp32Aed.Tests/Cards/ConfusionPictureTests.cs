using System.Globalization;
using System.Xml.Linq;
using Esp32Aed.Learning.Cards;
using Xunit;

namespace Esp32Aed.Tests.Cards;

public sealed class ConfusionPictureTests
{
    private static readonly string[] Labels = ["dog", "rain & <hail>"];

    [Fact]
    public void Every_count_stands_in_its_cell_shaded_by_its_share_of_the_row()
    {
        int[][] counts = [[30, 10], [0, 5]];
        var root = XElement.Parse(ConfusionPicture.Write(Labels, counts));

        var names = Group(root, "labels").ToArray();
        var cells = Group(root, "cells").ToArray();
        var shades = cells.Where(e => e.Name.LocalName is "rect").Select(e => Number(e, "fill-opacity") ?? 1).ToArray();
        var texts = cells.Where(e => e.Name.LocalName is "text").ToArray();
        Assert.Equal(["dog", "dog", "rain & <hail>", "rain & <hail>"], names.Select(e => e.Value));
        Assert.Equal(["30", "10", "0", "5"], texts.Select(e => e.Value));
        Assert.Equal(1, shades[3]);
        Assert.True(shades[3] > shades[0] && shades[0] > shades[1] && shades[1] > shades[2]);
        for (var (row, cell) = (0, 0); row < 2; row++)
        {
            for (var column = 0; column < 2; column++, cell++)
            {
                // The names of rows stand at even places, level with their counts; those of columns at odd ones, above theirs.
                Assert.Equal(Number(names[2 * row], "y"), Number(texts[cell], "y"));
                Assert.InRange(Number(names[(2 * column) + 1], "x")!.Value - Number(texts[cell], "x")!.Value, -5, 5);
            }
        }
    }

    [Fact]
    public void Classes_without_clips_and_long_names_fit()
    {
        string[] labels = [new('w', 64), "b"];

        var root = XElement.Parse(ConfusionPicture.Write(labels, [[0, 0], [0, 0]]));

        Assert.All(
            Group(root, "cells").Where(e => e.Name.LocalName is "rect"),
            e => Assert.True(Number(e, "x") + Number(e, "width") <= Number(root, "width") && Number(e, "x") > 64 * 6));
    }

    [Fact]
    public void Counts_that_do_not_fit_the_labels_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ConfusionPicture.Write([], []));
        Assert.Throws<ArgumentException>(() => ConfusionPicture.Write(Labels, [[1, 2]]));
        Assert.Throws<ArgumentException>(() => ConfusionPicture.Write(Labels, [[1, 2], [3]]));
        Assert.Throws<ArgumentException>(() => ConfusionPicture.Write(Labels, [[1, 2], [3, -4]]));
    }

    private static IEnumerable<XElement> Group(XElement root, string name) =>
        root.Elements().Single(e => e.Name.LocalName is "g" && e.Attribute("class")!.Value == name).Elements();

    private static double? Number(XElement element, string attribute) =>
        element.Attribute(attribute) is { } found ? double.Parse(found.Value, CultureInfo.InvariantCulture) : null;
}
