using Elaoms.Core.Calls;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Records;

/// <summary>
/// What a profile and a search need to know of a caller: made when a call is learned, since to make it takes longer than to search.
/// </summary>
/// <param name="Build">The build of the program that made it. Another may know better.</param>
/// <param name="Caller">Who it is.</param>
/// <param name="LastConversationId">The call with the latest start; null when there is none.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Current">What holds, without quotes.</param>
public sealed record CallerDigest(
    Guid Build, Caller Caller, string? LastConversationId, CallerProfile Profile, IReadOnlyList<CurrentFact> Current)
{
    /// <summary>Whether this build made it.</summary>
    internal bool IsOfThisBuild => Build == ToldTexts.ThisBuild;

    /// <summary>Whether it says what a fact does. What it doesn't say may hold all the same.</summary>
    internal bool Says(Fact said)
    {
        var kind = FactKinds.Of(said.Key);
        var words = FactWords.BuiltIn.Of(kind.Form, said.Value);
        return Current.Any(fact => fact.Kind.Key == kind.Key && FactWords.BuiltIn.Of(kind.Form, fact.Value) == words);
    }

    /// <summary>Makes it.</summary>
    internal static CallerDigest Of(CallerOverview caller) => new(
        ToldTexts.ThisBuild,
        caller.Caller,
        caller.LastCall?.ConversationId,
        ProfileBuilder.Build(caller),
        [.. caller.Known.Current.Select(fact => fact with { Source = fact.Source with { Quote = null } })]);
}
