using System.Globalization;
using Elaoms.Cli.Evaluation;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Benchmarks.SharedLines;

/// <summary>Lines of calls that are drawn at random: of several people, and of one person whose name is now and then mistaken.</summary>
/// <param name="calls">The names that calls of different people gave.</param>
/// <param name="seed">The same seed draws the same lines.</param>
internal sealed class DrawnLines(IReadOnlyList<List<GivenName>> calls, int seed)
{
    private const int Lines = 1000;
    private const int CallsOfSeveral = 60;

    private static readonly int[] Thresholds = [3, 4, 5];
    private static readonly int[] CallsOfOne = [25, 100, 500];

    private readonly Random _random = new(seed);

    public string ToText()
    {
        var several = new TextTable(
            ["people", .. Thresholds.SelectMany(names => new[] { $" {names} names: shared", " after calls", " 95 % after" })]);
        foreach (var people in (int[])[2, 3, 4, 5, 6, 40])
            several.Add([people, .. Thresholds.SelectMany(names => OfSeveral(people, names))]);
        var one = new TextTable(
            ["mistaken", .. Thresholds.SelectMany(names => CallsOfOne.Select(count => $" {names} names: {count} calls"))]);
        foreach (var mistaken in (double[])[0.005, 0.01, 0.02, 0.03])
            one.Add([mistaken.ToString("P1", CultureInfo.InvariantCulture), .. Thresholds.SelectMany(names => OfOne(mistaken, names))]);
        return $"Lines of several people, each as likely to call, {CallsOfSeveral} calls:\n{several}\n"
            + $"Lines of one person, shared by mistake after so many calls with a name:\n{one}";
    }

    private IEnumerable<object> OfSeveral(int people, int names)
    {
        var after = Enumerable.Range(0, Lines).Select(_ =>
        {
            var drawn = Enumerable.Range(0, people).Select(_ => Any()).ToList();
            return FirstShared(names, CallsOfSeveral, () => drawn[_random.Next(people)]);
        }).OfType<int>().Order().ToList();
        return after.Count == 0
            ? [Share(0), "-", "-"]
            : [Share(after.Count), after[after.Count / 2], after[after.Count * 95 / 100]];
    }

    private IEnumerable<object> OfOne(double mistaken, int names)
    {
        var after = Enumerable.Range(0, Lines).Select(_ =>
        {
            var own = Any();
            return FirstShared(names, CallsOfOne[^1], () => _random.NextDouble() < mistaken ? Any() : own);
        }).ToList();
        return CallsOfOne.Select(count => (object)Share(after.Count(call => call <= count)));
    }

    private List<GivenName> Any() => calls[_random.Next(calls.Count)];

    private static int? FirstShared(int names, int count, Func<List<GivenName>> next)
    {
        var people = new PeopleOnLine();
        for (var call = 1; call <= count; call++)
        {
            people = people.With(next());
            if (people.Count >= names)
                return call;
        }

        return null;
    }

    private static string Share(int lines) => ((double)lines / Lines).ToString("P1", CultureInfo.InvariantCulture);
}
