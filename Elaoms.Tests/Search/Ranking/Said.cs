using System.Globalization;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Tests.Records;

namespace Elaoms.Tests.Search.Ranking;

/// <summary>Small calls to search in.</summary>
internal static class Said
{
    /// <summary>A call whose turns are written <c>user: …</c> and <c>agent: …</c>, or without either for the caller's.</summary>
    public static Memory[] Call(string conversation, DateTimeOffset at, params string[] turns) => [.. turns.Select((turn, position) =>
    {
        var (role, text) = turn.StartsWith("agent: ", StringComparison.Ordinal)
            ? ("agent", turn[7..])
            : ("user", turn.StartsWith("user: ", StringComparison.Ordinal) ? turn[6..] : turn);
        var id = string.Create(CultureInfo.InvariantCulture, $"{conversation}-turn-{position}");
        return new Memory(id, text, Sector.Episodic, Salience.Low, at.AddSeconds(position), role, conversation, position);
    })];

    /// <summary>A call on a day of May 2026.</summary>
    public static Memory[] Call(string conversation, int day, params string[] turns)
        => Call(conversation, new DateTimeOffset(2026, 5, day, 12, 0, 0, TimeSpan.Zero), turns);

    public static CallerIndex Index(params Memory[][] calls)
        => new(SampleRecords.Empty with { Memories = [.. calls.SelectMany(call => call)] });

    public static IEnumerable<string> Texts(this CallerIndex index, string query, int count = 10)
        => index.Search(query, count).Select(found => found.Memory.Text);
}
