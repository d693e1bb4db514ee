using System.Text.RegularExpressions;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Text;

namespace Elaoms.Core.Search;

/// <summary>The calls of a line by the names that were given in them.</summary>
internal sealed partial class CallsByName
{
    private readonly List<(PastCall Call, List<GivenName> Names)> _calls = [];

    /// <summary>Reads the names.</summary>
    /// <param name="parts">All parts of a record: in one that is missing, somebody else may have the same name.</param>
    public CallsByName(IEnumerable<PartIndex> parts)
    {
        var names = new CallNames();
        foreach (var part in parts)
        {
            var facts = part.ReadFacts().ToLookup(fact => fact.Source.ConversationId, StringComparer.Ordinal);
            foreach (var call in part.Calls)
            {
                if (names.Of(FactFold.InOrder(facts[call.ConversationId])) is { Count: > 0 } given)
                    _calls.Add((call, given));
            }
        }
    }

    /// <summary>The calls of the person whom a query names; none if it names nobody, or more than one.</summary>
    /// <param name="query">The query. It must hold all of a confirmed name that has more than one word.</param>
    /// <returns>The calls in which that very name was given, and none of somebody else.</returns>
    public IReadOnlyList<PastCall> Of(string query)
    {
        var words = FactWords.BuiltIn.Of(FactForm.Word, Possessive.Replace(query, ""));
        var named = _calls.SelectMany(call => call.Names)
            .Where(name => name.IsConfirmed && IsFull(name.Words) && words.Contains(name.Words, StringComparison.Ordinal))
            .Select(name => name.Words).Distinct(StringComparer.Ordinal).ToList();
        var longest = named.FindAll(name => !named.Exists(other => other != name && other.Contains(name, StringComparison.Ordinal)));
        return longest is [var only]
            ? [.. _calls.Where(call => IsOf(call.Names, only)).Select(call => call.Call)]
            : [];
    }

    private static bool IsOf(List<GivenName> names, string wanted)
        => names.Exists(name => name.IsConfirmed && name.Words == wanted)
            && names.TrueForAll(name => FactWords.AreSame(FactForm.Name, name.Words, wanted));

    // A given name, or a family name with a title, is one that anybody can guess.
    private static bool IsFull(string words) => words.Trim().Contains(' ', StringComparison.Ordinal);

    [GeneratedRegex(@"['’]s\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, MatchTimeout.Milliseconds)]
    private static partial Regex Possessive { get; }
}
