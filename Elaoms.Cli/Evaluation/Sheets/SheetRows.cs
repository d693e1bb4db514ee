using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Cli.Evaluation.Sheets;

/// <summary>Makes rows of learned calls.</summary>
internal static class SheetRows
{
    private const int FirstTurns = 6;
    private const string Between = " | ";

    /// <summary>The rows of a call.</summary>
    /// <param name="learned">The call.</param>
    /// <param name="content">One of <see cref="SheetContent.All"/>.</param>
    public static IEnumerable<SheetRow> Of(LearnedCall learned, string content) => learned.Refusal is not null ? [] : content switch
    {
        SheetContent.Greetings => Greeting(learned),
        SheetContent.Profiles => Profile(learned),
        SheetContent.Errands => [Errand(learned)],
        _ => learned.Facts.Select(fact => Fact(learned, fact)),
    };

    private static SheetRow Fact(LearnedCall learned, LearnedFact fact)
        => new(learned.Call.Id, fact.Kind, fact.Value, Words(learned, fact), Before(learned, fact.Turn), fact.Confidence);

    private static IEnumerable<SheetRow> Greeting(LearnedCall learned)
    {
        if (learned.Start.GreetedName is not { } name)
            yield break;
        var fact = learned.Facts.FirstOrDefault(fact => fact.Value == name && IsName(fact.Kind));
        var words = fact is null ? "" : Words(learned, fact);
        yield return new SheetRow(learned.Call.Id, "greeting", name, words, Before(learned, fact?.Turn), fact?.Confidence ?? "");
    }

    private static bool IsName(string kind) => kind == FactKinds.Name.Key || kind == FactKinds.PreferredName.Key;

    private static IEnumerable<SheetRow> Profile(LearnedCall learned)
    {
        if (learned.Start.Profile.Length == 0)
            yield break;
        var words = learned.Facts.Select(fact => Words(learned, fact))
            .Where(text => text.Length > 0)
            .Distinct(StringComparer.Ordinal);
        yield return new SheetRow(learned.Call.Id, "profile", learned.Start.Profile, string.Join(Between, words), "", "");
    }

    private static SheetRow Errand(LearnedCall learned)
    {
        var words = learned.Turns.Where(turn => turn.IsCallers).Take(FirstTurns).Select(turn => turn.Text);
        return new SheetRow(learned.Call.Id, "errand", learned.Start.LastCall, string.Join(Between, words), "", "");
    }

    private static string Words(LearnedCall learned, LearnedFact fact)
        => learned.Turns.FirstOrDefault(turn => turn.Position == fact.Turn)?.Text ?? "";

    private static string Before(LearnedCall learned, int? position)
        => learned.Turns.LastOrDefault(turn => !turn.IsCallers && turn.Position < position)?.Text ?? "";
}
