using Esp32Aed.Learning.Cards;
using Xunit;

namespace Esp32Aed.Tests.Cards;

public sealed class LineChartTests
{
    [Theory]
    [InlineData(0, 70, "0 20 40 60 80")]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 0.031, "0.00 0.01 0.02 0.03 0.04")]
    [InlineData(-3, 2, "-3 -2 -1 0 1 2")]
    [InlineData(0, 30000, "0 5000 10000 15000 20000 25000 30000")]
    public void Ticks_are_round_and_hold_all_values(double from, double to, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', new LinearAxis("", from, to).Ticks.Select(tick => tick.Text)));

    [Theory]
    [InlineData(3, 800, "1 10 100 1000", false)]
    [InlineData(3, 20000, "1 10 100 1000 10000 100000", false)]
    [InlineData(0.02, 0.02, "0.01 0.02 0.05 0.1", false)]
    [InlineData(10, 100, "10 20 50 100", false)]
    [InlineData(10, 100, "0 10 20 50 100", true)]
    public void Ticks_of_a_logarithmic_axis_are_powers_and_zero_has_its_place(double least, double most, string ticks, bool hasZero)
    {
        var axis = new LogAxis("", hasZero ? [most, 0, least] : [most, least]);

        Assert.Equal(ticks, string.Join(' ', axis.Ticks.Select(tick => tick.Text)));
        Assert.Equal(0, axis.Place(axis.Ticks[0].Value), 9);
        Assert.Equal(1, axis.Place(axis.Ticks[^1].Value), 9);
        Assert.Equal(axis.Ticks.Select(tick => axis.Place(tick.Value)).Order(), axis.Ticks.Select(tick => axis.Place(tick.Value)));
    }

    [Fact]
    public void Points_lie_where_the_axes_say()
    {
        ChartPoint[] points = [new(0, 0.25), new(1.5, 0.9), new(400, 0.1), new(3999, 1)];
        var chart = new ChartReader(LineChart.Write(
            "title", new LogAxis("x", points.Select(point => point.X)), new LinearAxis("y", 0, 1), [new("a", 0, points) { Mark = points[2] }, new("b", 1, [points[1]])]));

        Assert.Equal(2, chart.Lines.Count);
        Assert.All(chart.Lines[0].Zip(points), pair => AssertAt(chart, pair.Second, pair.First));
        AssertAt(chart, points[2], Assert.Single(chart.Dots));
    }

    [Fact]
    public void What_is_no_figure_is_left_out()
    {
        ChartPoint[] points = [new(1, double.NaN), new(2, 0.5), new(double.PositiveInfinity, 0.5), new(4, 0.25)];

        var chart = new ChartReader(LineChart.Write("title", new LinearAxis("x", 0, 5), new LinearAxis("y", 0, 1), [new("a", 0, points)]));

        Assert.Equal([2.0, 4.0], chart.Lines[0].Select(point => Math.Round(ChartReader.Linear(chart.Horizontal, point.X), 3)));
    }

    [Fact]
    public void Names_may_hold_anything()
    {
        const string Name = "<dog> & \"cat\" ]]> \u0001\uD83D";

        var svg = LineChart.Write(Name, new LinearAxis(Name, 0, 1), new LinearAxis(Name, 0, 1), [new(Name, 0, [new(0, 0)])]);

        var texts = new ChartReader(svg).Texts;
        Assert.Equal(4, texts.Count(text => text == "<dog> & \"cat\" ]]> \uFFFD\uFFFD"));
        Assert.DoesNotContain("<dog>", svg, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', svg);
    }

    private static void AssertAt(ChartReader chart, ChartPoint expected, (double X, double Y) at)
    {
        Assert.Equal(expected.Y, ChartReader.Linear(chart.Vertical, at.Y), 1e-3);
        Assert.InRange(ChartReader.Logarithmic(chart.Horizontal, at.X), expected.X * 0.999, expected.X * 1.001);
    }
}
